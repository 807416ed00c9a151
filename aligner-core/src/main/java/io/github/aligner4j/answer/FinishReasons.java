// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The meaning of providers' finish reasons. */
public final class FinishReasons {

    /** Finish reasons in lower case, without separators. */
    private static final Set<String> FILTERED = Set.of(
            "contentfilter", // OpenAI, Mistral, LangChain4j
            "contentfiltered", // Azure, Bedrock
            "guardrailintervened", // Bedrock
            "safety", // Google, from here on
            "prohibitedcontent",
            "recitation",
            "blocklist",
            "spii",
            "modelarmor",
            "imagesafety",
            "imageprohibitedcontent",
            "imagerecitation",
            "refusal", // Anthropic, whose classifiers stopped the model
            "errortoxic", // Cohere
            "sensitive"); // Zhipu

    private FinishReasons() {}

    /**
     * Returns true if a filter of the provider ended the answer, ignoring case and separators. The rest of such an answer passes
     * uncorrected.
     */
    public static boolean isFiltered(@Nullable String finishReason) {
        return finishReason != null
                && FILTERED.contains(finishReason.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT));
    }
}
