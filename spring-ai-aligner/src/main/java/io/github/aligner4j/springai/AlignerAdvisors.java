package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import java.util.List;
import org.springframework.ai.chat.client.advisor.api.Advisor;

/**
 * Makes the advisors that align a chat client.
 *
 * <pre>{@code
 * ChatClient client = ChatClient.builder(model).defaultAdvisors(AlignerAdvisors.of(aligner)).build();
 * }</pre>
 *
 * <p>There are two of them because they belong at opposite ends of the chain: the innermost corrects what the model says
 * before anybody else sees it; the outermost keeps the user's words from before retrieval or templates changed the prompt.
 */
public final class AlignerAdvisors {

    private AlignerAdvisors() {}

    /** Returns the advisors of a chain that {@code aligner} corrects. */
    public static List<Advisor> of(Aligner aligner) {
        return with(AlignerAdvisor.of(aligner));
    }

    /** Returns {@code advisor} and what keeps the question for it. */
    public static List<Advisor> with(AlignerAdvisor advisor) {
        return List.of(new QuestionCaptureAdvisor(), advisor);
    }
}
