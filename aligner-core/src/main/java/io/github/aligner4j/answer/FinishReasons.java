package io.github.aligner4j.answer;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What providers' finish reasons mean. */
public final class FinishReasons {

    /** In small letters, without separators; whose word it is stands behind it. */
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
     * Returns whether a filter of the provider ended an answer, ignoring case and separators. What is left of such an
     * answer passes uncorrected.
     */
    public static boolean isFiltered(@Nullable String finishReason) {
        return finishReason != null
                && FILTERED.contains(finishReason.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT));
    }
}
