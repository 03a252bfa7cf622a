"""A converter: it reads torch's weights and writes MindSpore's, and needs both."""

import argparse

import mindspore as ms
import torch


def rename(name):
    return name.replace("bn.weight", "bn.gamma").replace("bn.bias", "bn.beta")


def convert(source, target):
    state = torch.load(source, map_location=torch.device("cpu"))
    if isinstance(state, torch.nn.Module):
        state = state.state_dict()
    parameters = []
    for name, value in state.items():
        if value.dtype == torch.bfloat16:
            value = value.to(torch.float32)
        parameters.append({"name": rename(name), "data": ms.Tensor(value.detach().cpu().numpy())})
    ms.save_checkpoint(parameters, target)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("source")
    parser.add_argument("target")
    args = parser.parse_args()
    convert(args.source, args.target)
