// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Describes why a chat model can't be injected by its own class: the bean is now an aligned model. */
final class WrappedModelFailureAnalyzer extends AbstractFailureAnalyzer<BeanNotOfRequiredTypeException> {

    private static final String ADAPTER_PACKAGE = "io.github.aligner4j.langchain4j.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanNotOfRequiredTypeException cause) {
        if (!cause.getActualType().getName().startsWith(ADAPTER_PACKAGE)) {
            return null;
        }
        String bean = cause.getBeanName();
        String required = cause.getRequiredType().getName();
        return new FailureAnalysis(
                "The bean '" + bean + "' is requested as " + required + ", but with aligner.enabled=true it is an "
                        + cause.getActualType().getSimpleName() + " that corrects the answers of that model.",
                "Request a ChatModel or StreamingChatModel instead, or add '" + bean
                        + "' to aligner.exclude to leave it unaligned.",
                cause);
    }
}
