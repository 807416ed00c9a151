// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;

/**
 * Residual decoding: drafts the answer that a correction is mostly a copy of, and resynchronizes after every edit.
 *
 * <p><b>Problem.</b> A correction repeats most of the answer, yet plain decoding pays one forward pass for each token. On a
 * CPU a pass over four tokens takes as long as a pass over one, and a pass over 32 a little more than twice as long. Drafts
 * are therefore cheap, but not free: too short a draft wastes passes, too long a draft wastes computation, and a model that
 * rewrites must not be slowed down by drafts meant for one that copies.
 *
 * <p><b>One probability instead of rules.</b> Prompt lookup and its relatives are lists of rules with a threshold each: the
 * longest n-gram first, then skip one token, two tokens, and so on. Instead, this class estimates how likely each token is
 * to come next ({@link CopyContext#score}). While the output copies the prediction, the next token of the copy is as likely as
 * the output so far suggests: {@link CopyPosition#breakProbability} learns from each request how often its copies end. All
 * other tokens share the rest by weights: every position that the output may be copying from adds its weight to the token found
 * there, in the prediction behind the same n-gram, and up to five tokens ahead without any match (after an insertion, a
 * substitution or a deletion), in the prompt and in the output itself. {@link CopyWeights} has the weights, which depend on
 * lengths and distances but not on token ids.
 *
 * <p><b>A tree that grows while it pays.</b> {@link TreeGrowth} adds the likeliest node until the next one would take more
 * time than it is expected to save, by the device's {@link PassCost}. So the draft is a long chain while copying, a small
 * bushy tree at an edit, and almost empty in a rewrite; some dozen tokens on a CPU, the whole answer on a GPU.
 *
 * <p><b>Constant time per token.</b> A {@link CopyContext} is immutable and extended by one token at a time, so each node
 * of the tree has its own. Matches advance incrementally, the number of new ones is bounded, and no text is searched again.
 * A node takes about 8 microseconds on a CPU.
 *
 * <p><b>Correctness.</b> The drafter only proposes. {@code Sequence} accepts a token if the model, given exactly the tokens
 * before it, would have chosen it, which is the acceptance rule of speculative sampling for a draft without probabilities of its
 * own. The text never depends on a draft.
 *
 * <p><b>Tried.</b> Growth by the speed of the pass itself made drafts too long near edits, a fixed speed too short while
 * copying; the geometric mean of both and a fitted table of probabilities by the tokens copied in a row are slower for nearly all
 * kinds of texts. A memory of earlier outputs of the same model as one more source made rewriting models 4 to 5 % faster, but
 * the latency of a request would then reveal whether an earlier one was answered in the same words, so it was left out. So
 * was learning the words that a model tends to edit, which gained 2 %.
 *
 * <p>Design note 0006 has all measurements against plain decoding and prompt lookup.
 *
 * @see <a href="https://arxiv.org/abs/2211.17192">Fast Inference from Transformers via Speculative Decoding</a>
 * @see <a href="https://arxiv.org/abs/2305.09781">SpecInfer: tree-based speculative inference and verification</a>
 */
final class ResidualDrafter implements Drafter {

    private final DraftSources sources;
    private final TreeGrowth growth;
    private CopyContext context;

    ResidualDrafter(DraftSource source) {
        sources = DraftSources.of(source);
        context = CopyContext.startAt(
                DraftSources.hasPrediction(source) ? 0 : sources.prediction().size());
        growth = new TreeGrowth(sources, source.cost());
    }

    @Override
    public DraftTree draft(int maxTokens) {
        return draft(maxTokens, 1);
    }

    @Override
    public DraftTree draft(int maxTokens, int sequences) {
        return growth.grow(context, maxTokens, sequences);
    }

    @Override
    public void accepted(DraftTree draft, int[] tokens) {
        Arrays.stream(tokens).forEach(this::append);
    }

    private void append(int token) {
        context = context.after(token, sources);
        sources.output().append(token);
    }
}
