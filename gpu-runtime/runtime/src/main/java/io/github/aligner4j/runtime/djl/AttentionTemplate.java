// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

/** The parts of {@link DecoderTemplate} that compute attention. */
final class AttentionTemplate {

    private AttentionTemplate() {}

    /**
     * Attention by libtorch's fused kernels. The g query heads of a key/value head are a batch whose keys have stride 0, so
     * that they need no copies; for one token they are rows of one matrix instead, so that keys are read once.
     */
    private static final String FUSED = """
              def maskless(self: __torch__.{class}, t: int, pos: int, window: int) -> bool:
                causal = False
                if pos == 0:
                  if window == 0:
                    causal = True
                  else:
                    causal = t <= window
                if t == 1:
                  causal = True
                return causal
              def attend_block(self: __torch__.{class}, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tensor:
                t = torch.size(q, 1)
                if t == 1:
                  rows = torch.reshape(q, [1, {groups}, {group}, {size}])
                  result = torch.reshape((self).fused(rows, k, v, mask, False, ), [1, 1, {queries}])
                else:
                  batch = torch.permute(torch.reshape(q, [t, {groups}, {group}, {size}]), [2, 1, 0, 3])
                  keys = torch.expand(k, [{group}, -1, -1, -1], implicit=False)
                  values = torch.expand(v, [{group}, -1, -1, -1], implicit=False)
                  a = (self).fused(batch, keys, values, mask, torch.__is__(mask, None), )
                  result = torch.reshape(torch.permute(a, [2, 1, 0, 3]), [1, t, {queries}])
                return result
            """;

    /** A mask with a column for each key. */
    private static final String MASK = """
              def mask(self: __torch__.{class}, hidden: Tensor) -> Tensor:
                zeros = torch.zeros(torch.size(hidden), dtype={cacheType}, layout=None, device={device}, pin_memory=None)
                return torch.masked_fill(zeros, hidden, -inf)
            """;

    /** The kernel that libtorch chooses. */
    static final String CHOSEN = FUSED + MASK + """
              def fused(self: __torch__.{class}, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], causal: bool) -> Tensor:
                return torch.scaled_dot_product_attention(q, k, v, mask, 0., causal, scale={scale}, enable_gqa=False)
            """;

    /**
     * Kernels by name, for CUDA in half precision. By itself, newer libtorch chooses cuDNN's, which builds a plan for each
     * new length, that is, in each step of decoding. Rows of a mask must begin at multiples of eight numbers.
     */
    static final String NAMED = FUSED + """
              def mask(self: __torch__.{class}, hidden: Tensor) -> Tensor:
                n = torch.size(hidden, 1)
                zeros = torch.zeros([torch.size(hidden, 0), (n + 7) // 8 * 8], dtype={cacheType}, layout=None, device={device}, pin_memory=None)
                return torch.masked_fill_(torch.slice(zeros, 1, 0, n, 1), hidden, -inf)
              def fused(self: __torch__.{class}, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], causal: bool) -> Tensor:
                if torch.__is__(mask, None):
                  a, _0, _1, _2, _3, _4, _5, _6, _7 = torch._scaled_dot_product_flash_attention(q, k, v, 0., causal, False, scale={scale})
                  result = a
                else:
                  shape = [torch.size(q, 0), torch.size(q, 1), torch.size(q, 2), torch.size(k, 2)]
                  bias = torch.expand(unchecked_cast(Tensor, mask), shape, implicit=False)
                  e, _8, _9, _10 = torch._scaled_dot_product_efficient_attention(q, k, v, bias, False, 0., False, scale={scale})
                  result = e
                return result
            """;

    /** Attention with capped scores in single operations, because no fused kernel caps them. */
    static final String CAPPED = MASK + """
              def fused(self: __torch__.{class}, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], causal: bool) -> Tensor:
                scores = torch.mul(torch.matmul(q, torch.transpose(k, 2, 3)), {scale})
                scores = torch.mul(torch.tanh(torch.div(scores, {attentionCap})), {attentionCap})
                if torch.__isnot__(mask, None):
                  scores = torch.add(scores, unchecked_cast(Tensor, mask))
                return torch.matmul(torch.to(torch.softmax(scores, -1, 6), {cacheType}, False, False, None), v)
              def maskless(self: __torch__.{class}, t: int, pos: int, window: int) -> bool:
                return t == 1
              def attend_block(self: __torch__.{class}, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tensor:
                t = torch.size(q, 1)
                rows = torch.reshape(torch.permute(torch.reshape(q, [t, {groups}, {group}, {size}]), [1, 2, 0, 3]), [{groups}, {group} * t, {size}])
                scores = torch.mul(torch.matmul(rows, torch.transpose(torch.squeeze(k, 0), 1, 2)), {scale})
                scores = torch.mul(torch.tanh(torch.div(scores, {attentionCap})), {attentionCap})
                scores = torch.reshape(scores, [{groups}, {group}, t, -1])
                if torch.__isnot__(mask, None):
                  scores = torch.add(scores, unchecked_cast(Tensor, mask))
                shares = torch.to(torch.softmax(scores, -1, 6), {cacheType}, False, False, None)
                a = torch.matmul(torch.reshape(shares, [{groups}, {group} * t, -1]), torch.squeeze(v, 0))
                a = torch.permute(torch.reshape(a, [{groups}, {group}, t, {size}]), [2, 0, 1, 3])
                return torch.reshape(a, [1, t, {queries}])
            """;
}
