"""What tells which framework a model was ported from: words of comments, and names of parameters and attributes.

Kept by hand, out of well-known repositories of either framework. Only what hardly occurs in code
that was written for another framework is listed.
"""

from __future__ import annotations

import re

#: In comments and docstrings: names of the framework, of its libraries, and of who publishes models in it.
WORDS = {
    "torch": re.compile(
        r"\b(?:py)?torch(?:vision|audio|text)?\b|\btorch\.|pytorch|\btimm\b|hugging ?face|\bfairseq\b|\bdetectron2?\b"
        r"|\bmmcv\b|open-?mmlab|\bmmdetection\b|\bultralytics\b|facebookresearch|\bFacebook, Inc|\bMeta Platforms\b",
        re.IGNORECASE,
    ),
    "tensorflow": re.compile(
        # DropPath is known from a torch library, whose comment points to an issue there
        r"\btensorflow\b(?!/tpu/issues)|\btf\.(?:nn|layers|keras|math|slim|contrib)\b|\btf[-_]slim\b|\bkeras\b|google-research",
        re.IGNORECASE,
    ),
    "paddle": re.compile(r"\bpaddle(?:paddle|ocr|detection|seg|clas)?\b", re.IGNORECASE),
}
#: What of these there is in every match, in lower case: most files have none of it.
HINTS = {
    "torch": "torch timm hugging fairseq detectron mmcv mmlab mmdetection ultralytics facebook meta".split(),
    "tensorflow": "tensorflow tf. tf-slim tf_slim keras google-research".split(),
    "paddle": ["paddle"],
}
#: In a comment: a call as only torch code has it.
TORCH_CALLS = re.compile(
    r"\bnn\.(?:Module|Linear|Sequential|ModuleList|ConvTranspose[123]d|Upsample)\b|\bF\.[a-z]\w+\(|\binplace=True"
    r"|\bbias=(?:True|False)|\.cuda\(\)|\bkeepdim="
)
#: Parameters and attributes of models that were written in torch.
TORCH_NAMES = frozenset(
    "inplanes planes in_planes out_planes inp oup in_chans norm_layer act_layer drop_path_rate attn_drop proj_drop "
    "attn_drop_rate qkv_bias qk_scale pos_drop replace_stride_with_dilation zero_init_residual width_per_group "
    "base_width inplace in_features out_features squeeze_planes expand1x1_planes expand3x3_planes transform_input "
    "aux_logits num_input_features nhead dim_feedforward key_padding_mask src_key_padding_mask attn_mask "
    "past_key_values output_attentions output_hidden_states inputs_embeds head_mask avgpool past_key_value "
    "layer_head_mask encoder_hidden_states encoder_attention_mask all_head_size return_dict embed_tokens "
    "embed_positions self_attn self_attn_layer_norm final_layer_norm encoder_attn out_proj q_proj k_proj v_proj o_proj "
    "gate_proj up_proj down_proj lm_head rotary_emb input_layernorm post_attention_layernorm cv1 cv2 cv3 conv_cfg "
    "norm_cfg act_cfg init_cfg downsample inter_planes token_embedding attnpool positional_embedding ln_pre ln_post "
    "ln_final padding_mode".split()
)
#: The same of TensorFlow and Keras.
TENSORFLOW_NAMES = frozenset(
    "filters kernel_initializer bias_initializer kernel_regularizer end_points depth_multiplier is_training "
    "dilation_rate data_format".split()
)
#: How many different names it takes.
ENOUGH_NAMES = 2
