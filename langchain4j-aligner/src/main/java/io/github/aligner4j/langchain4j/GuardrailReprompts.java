// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.guardrail.GuardrailRequestParams;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.FailurePolicy.Reprompt;
import io.github.aligner4j.FailurePolicy.Retry;
import io.github.aligner4j.Upstream;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The reprompts of a guardrail: LangChain4j asks the upstream model again, so that the new answer passes all guardrails. Counts them,
 * since each new answer is corrected by a call of its own. Safe for use by several threads.
 */
final class GuardrailReprompts {

    private final Aligner aligner;

    /** LangChain4j validates all answers of one invocation with the same object, which has no equality of its own. */
    private final Map<GuardrailRequestParams, Integer> counts = Collections.synchronizedMap(new WeakHashMap<>());

    GuardrailReprompts(Aligner aligner) {
        this.aligner = aligner;
    }

    /** Returns the reprompt that the correction of the next answer of an invocation may ask for. */
    Pending pending(GuardrailRequestParams invocation) {
        return new Pending(invocation);
    }

    /** Returns the number of reprompts with {@code message} that the layers' policies allow; 1 if no policy is known. */
    private int maxReprompts(String message) {
        return aligner instanceof AlignerStack stack
                ? stack.layers().stream()
                        .map(layer -> maxReprompts(layer.failurePolicy(), message))
                        .reduce(1, Math::max)
                : 1;
    }

    private static int maxReprompts(FailurePolicy policy, String message) {
        if (policy instanceof Retry retry) {
            return maxReprompts(retry.then(), message);
        }
        if (policy instanceof Reprompt reprompt) {
            return reprompt.message().equals(message)
                    ? reprompt.maxReprompts()
                    : maxReprompts(reprompt.then(), message);
        }
        return 1;
    }

    /** The upstream model of one correction. Asking it ends the correction, and LangChain4j does the rest. For one thread. */
    final class Pending implements Upstream {

        private final GuardrailRequestParams invocation;
        private @Nullable String message;

        private Pending(GuardrailRequestParams invocation) {
            this.invocation = invocation;
        }

        /** Returns {@code context} with this upstream model if LangChain4j knows the conversation, which it takes from the memory. */
        CorrectionContext in(CorrectionContext context) {
            return invocation.chatMemory() == null ? context : context.withUpstream(this);
        }

        /** Returns the message of the reprompt that was asked for; null if none was. */
        @Nullable String message() {
            return message;
        }

        @Override
        public String reprompt(String message) {
            int max = maxReprompts(message);
            if (counts.getOrDefault(invocation, 0) >= max) {
                throw new AlignerException("the guardrail has reprompted " + max + " times for this answer");
            }
            counts.merge(invocation, 1, Integer::sum);
            this.message = message;
            throw new CorrectionCancelledException("LangChain4j asks the upstream model again");
        }
    }
}
