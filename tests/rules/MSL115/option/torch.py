"""Twice a tensor, on the device of an option."""

import argparse

import torch

parser = argparse.ArgumentParser()
parser.add_argument("--device", default="cpu")
result = torch.tensor([1.0, 2.0], device=parser.parse_args([]).device) * 2.0
