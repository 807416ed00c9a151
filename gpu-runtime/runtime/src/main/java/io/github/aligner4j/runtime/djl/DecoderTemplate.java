// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

/**
 * The program of a decoder, with {@code {names}} where families and devices differ.
 *
 * <p>It is written in the dialect that libtorch reads back from saved modules, not in the one of Python's frontend: factories
 * need all their keywords, types are numbers (4: int64, 6: float32), and each statement is an assignment. Shapes in comments:
 * t tokens of a segment or a pass, n tokens visible, h heads, g key/value heads, s head size.
 */
final class DecoderTemplate {

    private DecoderTemplate() {}

    /**
     * Loads weights: maps files, joins parts of them, and lays the results out for their use. Tables and matrices are moved to the
     * device part by part and joined there. With buffers for staging, a part is copied through them, block by block: while the
     * device reads one buffer, the other one is filled, and a number that is read back tells that the device is done.
     */
    private static final String LOADING = """
            class {class}(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def tensors(self: __torch__.{class}) -> List[Tensor]:
                return annotate(List[Tensor], [])
              def map(self: __torch__.{class}, maps: List[Tensor], path: str, size: int, dtype: int) -> NoneType:
                m = torch.from_file(path, False, size, dtype=dtype, layout=None, device=None, pin_memory=None)
                _0 = torch.append(maps, m)
                return None
              def copy(self: __torch__.{class}, maps: List[Tensor], i: int, first: int, size: int, elements: int, dtype: int) -> NoneType:
                bytes = torch.clone(torch.slice(maps[i], 0, first, first + size, 1), memory_format=None)
                m = torch.zeros([0], dtype=dtype, layout=None, device=None, pin_memory=None)
                _0 = torch.append(maps, torch.set_(m, bytes, 0, [elements], [1]))
                return None
              def part(self: __torch__.{class}, maps: List[Tensor], p: List[int]) -> Tensor:
                flat = torch.slice(maps[p[0]], 0, p[1], p[1] + p[2], 1)
                rows = torch.reshape(flat, [-1, p[3]])
                if p[4] > 1:
                  result = torch.repeat(rows, [p[4], 1])
                else:
                  result = rows
                return result
              def joined(self: __torch__.{class}, maps: List[Tensor], where: List[List[int]]) -> Tensor:
                parts = annotate(List[Tensor], [])
                for i in range(torch.len(where)):
                  _0 = torch.append(parts, (self).part(maps, where[i], ))
                if torch.len(parts) > 1:
                  result = torch.cat(parts, 0)
                else:
                  result = parts[0]
                return result
              def staging(self: __torch__.{class}, size: int, pinned: bool) -> List[Tensor]:
                buffers = annotate(List[Tensor], [])
                for i in range(2):
                  _0 = torch.append(buffers, torch.empty([size], dtype={dtype}, layout=None, device=torch.device("cpu"), pin_memory=pinned, memory_format=None))
                _1 = torch.append(buffers, torch.empty([1], dtype={dtype}, layout=None, device=torch.device("cpu"), pin_memory=False, memory_format=None))
                return buffers
              def move(self: __torch__.{class}, target: Tensor, rows: Tensor, staging: List[Tensor]) -> NoneType:
                if torch.len(staging) == 0:
                  _0 = torch.copy_(target, rows, False)
                else:
                  source = torch.reshape(rows, [-1])
                  flat = torch.view(target, [-1])
                  n = torch.size(source, 0)
                  size = torch.size(staging[0], 0)
                  i = 0
                  first = 0
                  while first < n:
                    end = first + size
                    if end > n:
                      end = n
                    buffer = torch.slice(staging[i % 2], 0, 0, end - first, 1)
                    _1 = torch.copy_(buffer, torch.slice(source, 0, first, end, 1), False)
                    _2 = torch.copy_(staging[2], torch.slice(flat, 0, 0, 1, 1), False)
                    _3 = torch.copy_(torch.slice(flat, 0, first, end, 1), buffer, True)
                    first = end
                    i = i + 1
                  _4 = torch.copy_(staging[2], torch.slice(flat, 0, 0, 1, 1), False)
                return None
              def moved(self: __torch__.{class}, maps: List[Tensor], where: List[List[int]], staging: List[Tensor]) -> Tensor:
                parts = annotate(List[Tensor], [])
                rows = 0
                for i in range(torch.len(where)):
                  part = (self).part(maps, where[i], )
                  rows = rows + torch.size(part, 0)
                  _0 = torch.append(parts, part)
                if torch.len(parts) + torch.len(staging) == 1:
                  result = torch.to(parts[0], {device}, {dtype}, False, False, None)
                else:
                  result = torch.empty([rows, torch.size(parts[0], 1)], dtype={dtype}, layout=None, device={device}, pin_memory=None, memory_format=None)
                  first = 0
                  for j in range(torch.len(parts)):
                    end = first + torch.size(parts[j], 0)
                    _1 = (self).move(torch.slice(result, 0, first, end, 1), parts[j], staging, )
                    first = end
                return result
              def add_table(self: __torch__.{class}, maps: List[Tensor], w: List[Tensor], where: List[List[int]], staging: List[Tensor]) -> NoneType:
                _0 = torch.append(w, (self).moved(maps, where, staging, ))
                return None
            {matrices}
              def add_matrix(self: __torch__.{class}, maps: List[Tensor], w: List[Tensor], where: List[List[int]], staging: List[Tensor], layout: int, compared: bool) -> Tensor:
                m = (self).moved(maps, where, staging, )
                _0 = (self).append_matrix(w, m, layout, )
                if compared:
                  result = (self).difference(w, m, )
                else:
                  result = torch.zeros([1], dtype=6, layout=None, device=None, pin_memory=None)
                return result
              def add_bias(self: __torch__.{class}, maps: List[Tensor], w: List[Tensor], where: List[List[int]]) -> NoneType:
                v = torch.to((self).joined(maps, where, ), {device}, {dtype}, False, True, None)
                _0 = torch.append(w, torch.reshape(v, [-1]))
                return None
              def load_norm(self: __torch__.{class}, w: Tensor) -> Tensor:
                factors = {loadedNorm}
                if torch.size(w, 0) == 1:
                  factors = torch.repeat(factors, [2, 1])
                return factors
              def add_norm(self: __torch__.{class}, maps: List[Tensor], w: List[Tensor], where: List[List[int]]) -> NoneType:
                _0 = torch.append(w, (self).load_norm((self).joined(maps, where, ), ))
                return None
              def merge(self: __torch__.{class}, maps: List[Tensor], p: List[int], down: List[int], up: List[int], scale: float) -> NoneType:
                m = torch.to((self).part(maps, p, ), 6, False, True, None)
                more = torch.matmul(torch.to((self).part(maps, up, ), 6, False, False, None), torch.to((self).part(maps, down, ), 6, False, False, None))
                _0 = torch.append(maps, torch.reshape(torch.add_(m, more, alpha=scale), [-1]))
                return None
              def forget(self: __torch__.{class}, maps: List[Tensor], i: int) -> NoneType:
                _0 = torch._set_item(maps, i, torch.zeros([0], dtype=6, layout=None, device=None, pin_memory=None))
                return None
              def add_absent(self: __torch__.{class}, w: List[Tensor]) -> NoneType:
                _0 = torch.append(w, torch.zeros([0], dtype={dtype}, layout=None, device={device}, pin_memory=None))
                return None
              def add_down(self: __torch__.{class}, maps: List[Tensor], w: List[Tensor], where: List[List[int]], layout: int, compared: bool) -> Tensor:
                down = torch.to((self).joined(maps, where, ), {device}, {dtype}, False, True, None)
                return (self).append_factor(w, down, layout, compared, )
              def add_up(self: __torch__.{class}, maps: List[Tensor], w: List[Tensor], where: List[List[int]], scales: List[float], shape: List[int], layout: int, compared: bool) -> Tensor:
                up = torch.zeros(shape, dtype={dtype}, layout=None, device={device}, pin_memory=None)
                rank = 0
                for i in range(torch.len(where)):
                  u = torch.mul(torch.to((self).part(maps, where[i], ), 6, False, False, None), scales[i])
                  first = where[i][5]
                  block = torch.slice(torch.slice(up, 0, first, first + torch.size(u, 0), 1), 1, rank, rank + torch.size(u, 1), 1)
                  _0 = torch.copy_(block, u, False)
                  rank = rank + torch.size(u, 1)
                return (self).append_factor(w, up, layout, compared, )
              def add_vector(self: __torch__.{class}, maps: List[Tensor], w: List[Tensor], where: List[List[int]]) -> NoneType:
                v = torch.to((self).joined(maps, where, ), {device}, 6, False, True, None)
                _0 = torch.append(w, torch.reshape(v, [-1]))
                return None
              def add_again(self: __torch__.{class}, w: List[Tensor], i: int) -> NoneType:
                _0 = torch.append(w, w[i])
                return None
              def add_frequencies(self: __torch__.{class}, w: List[Tensor], f: List[float]) -> NoneType:
                _0 = torch.append(w, torch.tensor(f, dtype=6, device={device}))
                return None
              def add_signs(self: __torch__.{class}, w: List[Tensor]) -> NoneType:
                _0 = torch.append(w, torch.tensor([[1.], [-1.]], dtype={normType}, device={device}))
                return None
              def add_zeros(self: __torch__.{class}, w: List[Tensor]) -> NoneType:
                _0 = torch.append(w, torch.zeros([2, {hidden}], dtype={normType}, layout=None, device={device}, pin_memory=None))
                return None
              def cache(self: __torch__.{class}, capacity: int) -> List[Tensor]:
                kv = annotate(List[Tensor], [])
                for i in range({layers}):
                  _0 = torch.append(kv, torch.empty([2, {groups}, capacity, {size}], dtype={cacheType}, layout=None, device={device}, pin_memory=None, memory_format=None))
                return kv
              def resize(self: __torch__.{class}, kv: List[Tensor], kept: int, capacity: int) -> NoneType:
                for i in range(torch.len(kv)):
                  resized = torch.empty([2, {groups}, capacity, {size}], dtype={cacheType}, layout=None, device={device}, pin_memory=None, memory_format=None)
                  _0 = torch.copy_(torch.slice(resized, 2, 0, kept, 1), torch.slice(kv[i], 2, 0, kept, 1), False)
                  _1 = torch._set_item(kv, i, resized)
                return None
              def keep(self: __torch__.{class}, kv: List[Tensor], first: int, rows: List[int]) -> NoneType:
                places = torch.tensor(rows, dtype=4, device={device})
                for i in range(torch.len(kv)):
                  kept = torch.index_select(kv[i], 2, places)
                  _0 = torch.copy_(torch.slice(kv[i], 2, first, first + torch.len(rows), 1), kept, False)
                return None
              def copy_rows(self: __torch__.{class}, kv: List[Tensor], source: List[Tensor], first: int, source_first: int, length: int, overlap: bool) -> NoneType:
                for i in range(torch.len(kv)):
                  rows = torch.slice(source[i], 2, source_first, source_first + length, 1)
                  if overlap:
                    rows = torch.clone(rows, memory_format=None)
                  _0 = torch.copy_(torch.slice(kv[i], 2, first, first + length, 1), rows, False)
                return None
              def probe(self: __torch__.{class}) -> NoneType:
                m = torch.ones([64, 64], dtype={dtype}, layout=None, device={device}, pin_memory=None)
                w = annotate(List[Tensor], [])
                _0 = (self).append_matrix(w, m, 0, )
                x = torch.ones([1, 3, 64], dtype={dtype}, layout=None, device={device}, pin_memory=None)
                _1 = (self).linear(x, w, 0, 64, annotate(Optional[Tensor], None), )
                k = torch.zeros([1, {groups}, 3, {size}], dtype={cacheType}, layout=None, device={device}, pin_memory=None)
                for t in range(1, 3):
                  q = torch.zeros([1, t, {heads}, {size}], dtype={cacheType}, layout=None, device={device}, pin_memory=None)
                  _2 = (self).attend(q, k, k, annotate(List[Tensor], []), 0, 0, )
                  _3 = (self).attend(q, k, k, [(self).mask(torch.zeros([t, 1 + t], dtype=11, layout=None, device={device}, pin_memory=None), )], 1, 0, )
                kv = torch.zeros([2, {groups}, 3, {size}], dtype={cacheType}, layout=None, device={device}, pin_memory=None)
                mask = torch.zeros([2, 1, {group}, 8], dtype={cacheType}, layout=None, device={device}, pin_memory=None)
                rows = torch.zeros([16], dtype=4, layout=None, device={device}, pin_memory=None)
                both = torch.zeros([2, {heads}, {size}], dtype={cacheType}, layout=None, device={device}, pin_memory=None)
                _4 = (self).attend_together(both, kv, [mask, torch.slice(rows, 0, 0, 0, 1), rows], )
                return None
            """;

    private static final String LAYERS = """
              def adapted(self: __torch__.{class}, x: Tensor, w: List[Tensor], i: int, n: int, b: Optional[Tensor], adapters: List[List[Tensor]], m: int, groups: List[int]) -> Tensor:
                y = (self).linear(x, w, i, n, b, )
                for g in range(torch.len(groups) // 2):
                  if torch.len(adapters[2 * g]) > 0:
                    down = adapters[2 * g][2 * m]
                    if torch.size(down, 0) > 0:
                      rows = torch.slice(x, 1, groups[2 * g], groups[2 * g + 1], 1)
                      up = adapters[2 * g][2 * m + 1]
                      more = (self).product((self).product(rows, down, torch.size(up, 1), annotate(Optional[Tensor], None), ), up, n, annotate(Optional[Tensor], None), )
                      _0 = torch.add_(torch.slice(y, 1, groups[2 * g], groups[2 * g + 1], 1), more)
                return y
              def steer(self: __torch__.{class}, x: Tensor, w: List[Tensor], adapters: List[List[Tensor]], i: int, groups: List[int], strengths: Tensor) -> NoneType:
                for g in range(torch.len(groups) // 2):
                  if torch.len(adapters[2 * g + 1]) > 0:
                    v = adapters[2 * g + 1][i]
                    if torch.size(v, 0) > 0:
                      s = torch.slice(strengths, 1, groups[2 * g], groups[2 * g + 1], 1)
                      _0 = torch.add_(torch.slice(x, 1, groups[2 * g], groups[2 * g + 1], 1), (self).doubled(torch.mul(s, v), w, ))
                return None
              def doubled(self: __torch__.{class}, x: Tensor, w: List[Tensor]) -> Tensor:
                return torch.mul(torch.unsqueeze(x, -2), w[{signs}])
              def first(self: __torch__.{class}, x: Tensor) -> Tensor:
                return torch.select(x, -2, 0)
              def norms(self: __torch__.{class}, x: Tensor, w: List[Tensor], i: int) -> Tensor:
                return torch.layer_norm(x, [2, {hidden}], w[i], w[{zeros}], {epsilon}, True)
              def norm(self: __torch__.{class}, x: Tensor, w: List[Tensor], i: int) -> Tensor:
                normed = (self).first((self).norms(x, w, i, ), )
                return {normed}
              def head_norm(self: __torch__.{class}, x: Tensor, w: List[Tensor], i: int) -> Tensor:
                both = torch.layer_norm((self).doubled(x, w, ), [2, {size}], None, None, {epsilon}, True)
                return torch.to(torch.mul((self).first(both, ), w[i]), {cacheType}, False, False, None)
              def turn(self: __torch__.{class}, x: Tensor, turns: Tensor, result: Tensor) -> Tensor:
                other = torch.cat([torch.slice(x, 2, {half}, {size}, 1), torch.slice(x, 2, 0, {half}, 1)], 2)
                x = torch.mul_(x, torch.slice(turns, 2, 0, {size}, 1))
                return torch.addcmul(x, other, torch.slice(turns, 2, {size}, 2 * {size}, 1), value=1, out=result)
              def attention(self: __torch__.{class}, x: Tensor, w: List[Tensor], b: int, kvs: List[List[Tensor]], n: int, turns: Tensor, masks: List[List[Tensor]], segments: List[List[int]], calls: List[List[int]], places: List[Tensor], window: int, kept: List[Tensor], adapters: List[List[Tensor]], groups: List[int]) -> Tensor:
                t = torch.size(x, 1)
                qkv = (self).adapted(x, w, {QUERY_KEY_VALUE}, {projected}, {QUERY_KEY_VALUE_BIAS}, adapters, 4 * n, groups, )
                qkv = torch.view({cachedProjection}, [t, {turned} + {groups}, {size}])
                qk = torch.slice(qkv, 1, 0, {turned}, 1)
                qk = (self).turn({queryKeyNormed}, turns, qk, )
                q = torch.unsqueeze(torch.slice(qkv, 1, 0, {heads}, 1), 0)
                new = torch.permute(torch.view(torch.slice(qkv, 1, {heads}, {turned} + {groups}, 1), [t, 2, {groups}, {size}]), [1, 2, 0, 3])
                if torch.len(places) > 1:
                  _0 = torch.index_copy_(kvs[0][n], 2, places[0], new)
                parts = annotate(List[Tensor], [])
                for i in range(torch.len(calls)):
                  if torch.len(calls[i]) > 1:
                    _1 = torch.append(parts, (self).attend_together(torch.select(q, 0, 0), kvs[0][n], masks[i], ))
                  else:
                    j = calls[i][0]
                    first = segments[j][0]
                    end = segments[j][1]
                    pos = segments[j][2]
                    kv = torch.slice(kvs[j][n], 2, segments[j][3], segments[j][3] + pos + end - first, 1)
                    if torch.len(places) == 0:
                      _2 = torch.copy_(torch.slice(kv, 2, pos, pos + end - first, 1), torch.slice(new, 2, first, end, 1), False)
                    _3 = torch.append(parts, (self).attend(torch.slice(q, 1, first, end, 1), torch.slice(kv, 0, 0, 1, 1), torch.slice(kv, 0, 1, 2, 1), masks[i], pos, window, ))
                if torch.len(parts) > 1:
                  a = torch.cat(parts, 1)
                else:
                  a = parts[0]
                if torch.len(places) > 1:
                  if torch.size(places[1], 0) > 0:
                    a = torch.index_select(a, 1, places[1])
                a = (self).selected({attended}, kept, )
                return (self).adapted(a, w, {ATTENTION_OUTPUT}, {hidden}, {ATTENTION_OUTPUT_BIAS}, adapters, 4 * n + 1, groups, )
              def feed_forward(self: __torch__.{class}, x: Tensor, w: List[Tensor], b: int, n: int, adapters: List[List[Tensor]], groups: List[int]) -> Tensor:
                both = (self).adapted(x, w, {GATE_UP}, 2 * {inner}, {GATE_UP_BIAS}, adapters, 4 * n + 2, groups, )
                gate = torch.slice(both, 2, 0, {inner}, 1)
                up = torch.slice(both, 2, {inner}, 9223372036854775807, 1)
                return (self).adapted(torch.mul({activated}, up), w, {DOWN}, {hidden}, {DOWN_BIAS}, adapters, 4 * n + 3, groups, )
              def selected(self: __torch__.{class}, x: Tensor, kept: List[Tensor]) -> Tensor:
                if torch.len(kept) > 0:
                  x = torch.index_select(x, 1, kept[0])
                return x
              def layer(self: __torch__.{class}, x: Tensor, w: List[Tensor], b: int, kvs: List[List[Tensor]], n: int, turns: Tensor, masks: List[List[Tensor]], segments: List[List[int]], calls: List[List[int]], places: List[Tensor], window: int, kept: List[Tensor], adapters: List[List[Tensor]], groups: List[int]) -> Tensor:
                a = (self).attention((self).norm(x, w, {ATTENTION_NORM}, ), w, b, kvs, n, turns, masks, segments, calls, places, window, kept, adapters, groups, )
                x = (self).selected(x, kept, )
                x = {attentionAdded}
                f = (self).feed_forward((self).norm(x, w, {FEED_FORWARD_NORM}, ), w, b, n, adapters, groups, )
                return {feedForwardAdded}
              def turns(self: __torch__.{class}, at: Tensor, frequencies: Tensor, magnitude: float) -> Tensor:
                angles = torch.mul(torch.view(torch.to(at, 6, False, False, None), [-1, 1, 1]), frequencies)
                cosines = torch.cos(angles)
                sines = torch.sin(angles)
                turns = torch.cat([cosines, cosines, torch.neg(sines), sines], 2)
                if magnitude != 1.:
                  turns = torch.mul(turns, magnitude)
                return {turns}
              def forward(self: __torch__.{class}, w: List[Tensor], kvs: List[List[Tensor]], adapters: List[List[Tensor]], traced: List[Tensor], ids: List[int], positions: List[int], segments: List[List[int]], calls: List[List[int]], order: List[List[int]], rows: List[int], groups: List[int], strengths: List[float], tracing: bool) -> Tensor:
                t = torch.len(ids)
                x = torch.embedding({embedding}, torch.tensor([ids], dtype=4, device={device}))
                x = (self).doubled({scaled}, w, )
                at = torch.tensor(positions, dtype=4, device={device})
                turns = annotate(List[Tensor], [])
                masks = annotate(List[List[List[Tensor]]], [])
                windows = {windows}
                magnitudes = {magnitudes}
                for i in range({kinds}):
                  _0 = torch.append(turns, (self).turns(at, w[{firstRotary} + {slots} * i], magnitudes[i], ))
                  _1 = torch.append(masks, (self).masks(at, segments, calls, windows[i], ))
                places = annotate(List[Tensor], [])
                if torch.len(order[0]) > 0:
                  for i in range(2):
                    _2 = torch.append(places, torch.tensor(order[i], dtype=4, device={device}))
                coefficients = at
                if torch.len(strengths) > 0:
                  coefficients = torch.reshape(torch.tensor(strengths, dtype=6, device={device}), [1, -1, 1])
                kind = {kindOfLayer}
                whole = torch.len(rows) == t
                if torch.len(rows) == 0:
                  whole = True
                if torch.len(groups) > 0:
                  whole = True
                if tracing:
                  whole = True
                kept = annotate(List[Tensor], [])
                for i in range({layers}):
                  j = kind[i]
                  if i == {layers} - 1:
                    if torch.__not__(whole):
                      _5 = torch.append(kept, torch.tensor(rows, dtype=4, device={device}))
                  x = (self).layer(x, w, {firstLayer} + {stride} * i, kvs, i, turns[j], masks[j], segments, calls, places, windows[j], kept, adapters, groups, )
                  if tracing:
                    _3 = torch.append(traced, torch.index_select((self).first(x, ), 1, torch.tensor(rows, dtype=4, device={device})))
                  if torch.len(strengths) > 0:
                    _4 = (self).steer(x, w, adapters, i, groups, coefficients, )
                if torch.size(x, 1) > torch.len(rows):
                  x = torch.index_select(x, 1, torch.tensor(rows, dtype=4, device={device}))
                if torch.len(rows) > 0:
                  l = (self).linear((self).norm(x, w, {finalNorm}, ), w, {vocabulary}, {vocabularySize}, annotate(Optional[Tensor], None), )
                  l = torch.reshape(torch.to(l, 6, False, False, None), [torch.len(rows), -1])
                  result = {logits}
                else:
                  result = torch.reshape(x, [-1])
                return result
              def state(self: __torch__.{class}, traced: List[Tensor], i: int) -> Tensor:
                return torch.to(torch.reshape(traced[i], [-1]), torch.device("cpu"), 6, False, False, None)
              def best(self: __torch__.{class}, l: Tensor) -> Tensor:
                largest, ids = torch.max(l, 1, True)
                pairs = torch.cat([torch.to(ids, 6, False, False, None), largest], 1)
                return torch.to(torch.reshape(pairs, [-1]), torch.device("cpu"), 6, False, False, None)
              def picked(self: __torch__.{class}, l: Tensor, first: int, end: int) -> Tensor:
                return torch.to(torch.reshape(torch.slice(l, 0, first, end, 1), [-1]), torch.device("cpu"), 6, False, False, None)
            """;

    /** Everything but attention, which {@link AttentionTemplate} adds. */
    static final String TEXT = LOADING + LAYERS + MaskTemplate.TEXT + TogetherTemplate.TEXT;
}
