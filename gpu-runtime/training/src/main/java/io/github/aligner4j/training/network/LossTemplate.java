// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.network;

import io.github.aligner4j.runtime.torchscript.ProgramTemplate;
import java.util.Map;

/**
 * The template of a program that computes a loss and takes optimizer steps, with {@code {names}} where families differ. It is written
 * in the TorchScript dialect of saved modules: factories need all their keywords, and types are numbers (4: int64, 6: float32,
 * 15: bfloat16). Shapes in comments: n rows of t tokens, h heads, g key/value heads, s head size.
 */
final class LossTemplate {

    private LossTemplate() {}

    /** Computes the logits of the label positions [m] from token ids [n, t]. */
    private static final String FORWARD = """
            class {class}(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def linear(self: __torch__.{class}, x: Tensor, w: Tensor, b: Optional[Tensor]) -> Tensor:
                return torch.linear(x, {castW}, b)
              def norm(self: __torch__.{class}, x: Tensor, w: Tensor) -> Tensor:
                f = torch.to(x, 6, False, False, None)
                squares = torch.mean(torch.mul(f, f), [-1], True, dtype=None)
                normed = torch.mul(f, torch.rsqrt(torch.add(squares, {epsilon})))
                return {normed}
              def turn(self: __torch__.{class}, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
                swapped = torch.cat([torch.neg(torch.slice(x, 3, {half}, {size}, 1)), torch.slice(x, 3, 0, {half}, 1)], 3)
                return torch.add(torch.mul(x, cos), torch.mul(swapped, sin))
              def shared(self: __torch__.{class}, x: Tensor) -> Tensor:
                n = torch.size(x, 0)
                t = torch.size(x, 1)
                heads = torch.unsqueeze(torch.transpose(x, 1, 2), 2)
                return torch.reshape(torch.expand(heads, [n, {groups}, {group}, t, {size}], implicit=False), [n, {heads}, t, {size}])
              def attention(self: __torch__.{class}, x: Tensor, w: List[Tensor], b: int, c: int, cos: Tensor, sin: Tensor, mask: Optional[Tensor]) -> Tensor:
                n = torch.size(x, 0)
                t = torch.size(x, 1)
                q = torch.view({q_proj}, [n, t, {heads}, {size}])
                k = torch.view({k_proj}, [n, t, {groups}, {size}])
                v = torch.view({v_proj}, [n, t, {groups}, {size}])
                q = torch.transpose((self).turn({queryNormed}, cos, sin, ), 1, 2)
                k = (self).shared((self).turn({keyNormed}, cos, sin, ), )
                v = (self).shared(v, )
                a = {attended}
                x = torch.reshape(torch.transpose(a, 1, 2), [n, t, {queries}])
                return {o_proj}
              def feed_forward(self: __torch__.{class}, x: Tensor, w: List[Tensor], b: int, c: int) -> Tensor:
                gate = {gate_proj}
                up = {up_proj}
                x = torch.mul({activated}, up)
                return {down_proj}
              def layer(self: __torch__.{class}, x: Tensor, w: List[Tensor], b: int, c: int, cos: Tensor, sin: Tensor, mask: Optional[Tensor]) -> Tensor:
                a = (self).attention((self).norm(x, {attentionNorm}, ), w, b, c, cos, sin, mask, )
                x = torch.add(x, {attentionAdded})
                f = (self).feed_forward((self).norm(x, {feedForwardNorm}, ), w, b, c, )
                return torch.add(x, {feedForwardAdded})
              def mask(self: __torch__.{class}, at: Tensor, window: int) -> Optional[Tensor]:
                t = torch.size(at, 0)
                hidden = torch.gt(torch.unsqueeze(at, 0), torch.unsqueeze(at, 1))
                needed = {alwaysMasked}
                if window > 0:
                  if t > window:
                    needed = True
                    hidden = torch.__or__(hidden, torch.le(torch.unsqueeze(at, 0), torch.sub(torch.unsqueeze(at, 1), window)))
                if needed:
                  zeros = torch.zeros([t, t], dtype={dtype}, layout=None, device={device}, pin_memory=None)
                  result = annotate(Optional[Tensor], torch.masked_fill(zeros, hidden, -inf))
                else:
                  result = annotate(Optional[Tensor], None)
                return result
              def logits(self: __torch__.{class}, w: List[Tensor], ids: Tensor, places: Tensor) -> Tensor:
                t = torch.size(ids, 1)
                x = {castX}
                x = {scaled}
                at = torch.arange(0, t, dtype=4, layout=None, device={device}, pin_memory=None)
                cosines = annotate(List[Tensor], [])
                sines = annotate(List[Tensor], [])
                masks = annotate(List[Optional[Tensor]], [])
                frequencies = {frequencies}
                windows = {windows}
                magnitudes = {magnitudes}
                for i in range({kinds}):
                  f = torch.tensor(frequencies[i], dtype=6, device={device})
                  angles = torch.outer(torch.to(at, 6, False, False, None), f)
                  angles = torch.view(torch.cat([angles, angles], 1), [1, t, 1, {size}])
                  _0 = torch.append(cosines, torch.to(torch.mul(torch.cos(angles), magnitudes[i]), {dtype}, False, False, None))
                  _1 = torch.append(sines, torch.to(torch.mul(torch.sin(angles), magnitudes[i]), {dtype}, False, False, None))
                  _2 = torch.append(masks, (self).mask(at, windows[i], ))
                kind = {kindOfLayer}
                for i in range({layers}):
                  j = kind[i]
                  x = (self).layer(x, w, {firstLayer} + {stride} * i, {firstAdapter} + {adapterStride} * i, cosines[j], sines[j], masks[j], )
                x = torch.index_select(torch.reshape(x, [-1, {hidden}]), 0, places)
                l = torch.to((self).linear((self).norm(x, {finalNorm}, ), {vocabulary}, annotate(Optional[Tensor], None), ), 6, False, False, None)
                return {logits}
              def weighted(self: __torch__.{class}, l: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
                return torch.mul(torch.cross_entropy_loss(l, targets, None, 0, -100, 0.), weights)
              def loss(self: __torch__.{class}, w: List[Tensor], ids: Tensor, places: Tensor, targets: Tensor, weights: Tensor, share: Tensor) -> Tensor:
                l = (self).logits(w, ids, places, )
                return torch.mul(torch.sum((self).weighted(l, targets, weights, ), dtype=None), share)
              def evaluate(self: __torch__.{class}, w: List[Tensor], ids: Tensor, places: Tensor, targets: Tensor, weights: Tensor, tokens: Tensor) -> Tensor:
                l = (self).logits(w, ids, places, )
                losses = torch.unsqueeze((self).weighted(l, targets, weights, ), 1)
                return torch.cat([losses, torch.index_select(l, 1, tokens)], 1)
            """;

    private static final String FUSED_ATTENTION =
            "torch.scaled_dot_product_attention(q, k, v, mask, 0., torch.__is__(mask, None), scale={scale},"
                    + " enable_gqa=False)";

    private static final String CAPPED_ATTENTION = """
              def capped(self: __torch__.{class}, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tensor:
                scores = torch.mul(torch.matmul(q, torch.transpose(k, 2, 3)), {scale})
                scores = torch.mul(torch.tanh(torch.div(scores, {attentionCap})), {attentionCap})
                if torch.__isnot__(mask, None):
                  scores = torch.add(scores, unchecked_cast(Tensor, mask))
                shares = torch.to(torch.softmax(scores, -1, 6), {dtype}, False, False, None)
                return torch.matmul(shares, v)
            """;

    /** AdamW (arXiv:1711.05101) by libtorch's fused kernel, and gradient clipping as in torch.nn.utils. */
    private static final String OPTIMIZER = """
              def copy(self: __torch__.{class}, to: Tensor, source: Tensor) -> NoneType:
                _0 = torch.copy_(to, source, False)
                return None
              def clip(self: __torch__.{class}, g: List[Tensor], most: float) -> float:
                total = torch.norm(torch.stack(torch._foreach_norm(g, 2, dtype=None), 0), 2)
                if most > 0.:
                  factor = torch.clamp(torch.div(most, torch.add(total, 1.0e-06)), None, 1.)
                  _0 = torch._foreach_mul_(g, factor)
                return float(total)
              def update(self: __torch__.{class}, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], settings: List[float]) -> NoneType:
                steps = annotate(List[Tensor], [])
                for i in range(torch.len(p)):
                  _0 = torch.append(steps, torch.tensor(settings[4], dtype=6, device={device}))
                _1 = torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), steps, lr=settings[0], beta1=settings[1], beta2=settings[2], weight_decay=settings[3], eps=1.0e-08, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
                return None
              def zero(self: __torch__.{class}, g: List[Tensor]) -> NoneType:
                _0 = torch._foreach_zero_(g)
                return None
            """;

    /** Returns the source with all names replaced. */
    static String filled(boolean capped, Map<String, String> values) {
        values.put("attended", capped ? "(self).capped(q, k, v, mask, )" : FUSED_ATTENTION);
        return ProgramTemplate.fill(FORWARD + (capped ? CAPPED_ATTENTION : "") + OPTIMIZER, values);
    }
}
