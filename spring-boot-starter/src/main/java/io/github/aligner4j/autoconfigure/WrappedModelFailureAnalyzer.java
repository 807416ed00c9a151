package io.github.aligner4j.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why a chat model can't be injected as its own class: in its place there is now the one that aligns it. */
final class WrappedModelFailureAnalyzer extends AbstractFailureAnalyzer<BeanNotOfRequiredTypeException> {

    private static final String WRAPPERS = "io.github.aligner4j.langchain4j.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanNotOfRequiredTypeException cause) {
        if (!cause.getActualType().getName().startsWith(WRAPPERS)) {
            return null;
        }
        String bean = cause.getBeanName();
        String required = cause.getRequiredType().getName();
        return new FailureAnalysis(
                "The bean '" + bean + "' is asked for as " + required + ", but since aligner.enabled=true it is a "
                        + cause.getActualType().getSimpleName() + " that corrects what the " + required + " answers.",
                "Ask for it as ChatModel or StreamingChatModel instead, or add '" + bean
                        + "' to aligner.exclude to leave it unaligned.",
                cause);
    }
}
