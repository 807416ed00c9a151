// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.text.BrokenCharacters;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Objects to broken characters that the answer lacks. The check also runs while the correction is generated, so that none of them
 * is ever streamed.
 */
final class WellFormedText implements CorrectionGuard {

    static final WellFormedText GUARD = new WellFormedText();

    private WellFormedText() {}

    @Override
    public Optional<String> objection(CorrectionRequest request, String corrected) {
        BrokenCharacters broken = new BrokenCharacters(request.answer());
        broken.next(corrected);
        broken.finish();
        return objection(broken);
    }

    /** Returns the objection to the text that {@code broken} has read so far. */
    static Optional<String> objection(BrokenCharacters broken) {
        OptionalInt found = broken.found();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(
                        "it has a broken or invisible character, U+%04X, that the answer lacks; if this happens often, check"
                                + " that the checkpoint's tokenizer is its own",
                        found.getAsInt()));
    }
}
