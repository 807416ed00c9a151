package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** The factory with the embedded checkpoint. */
class CheckpointAlignerFactoryTest {

    private static final CorrectionRequest RUDE = CorrectionRequest.of("How is my plan?", "Your damn plan is late.");
    private static final String CIVIL = "Your plan is late.";

    private final DefaultAlignerFactory factory = new DefaultAlignerFactory(
            new AlignerProperties.Hub(null, null, null, null), new StaticListableBeanFactory());

    @Test
    void two_aligners_share_a_checkpoint_and_are_closed_together() {
        Map<String, Definition> definitions = new LinkedHashMap<>();
        definitions.put("a", Definition.embedded());
        definitions.put("b", Definition.embedded());
        List<OpenedAligner> opened = new ArrayList<>();
        factory.openSharing(definitions).values().forEach(aligner -> opened.add((OpenedAligner) aligner));
        ExecutorService executor = Executors.newSingleThreadExecutor();

        try (CorrectionSession session = opened.get(1).begin(RUDE.withAnswer(""), executor)) {
            session.append(RUDE.answer());
            assertThat(session.complete(RUDE, CorrectionContext.DEFAULT).answer())
                    .isEqualTo(CIVIL);
        }
        assertThat(opened.get(0).correct(RUDE).answer()).isEqualTo(CIVIL);
        assertThat(factory.state(opened.get(1))).isEqualTo(factory.state(opened.get(0)));
        // Both corrections changed something: there the answer as it is was scored, too.
        assertThat(factory.state(opened.get(0)).details()).containsEntry("completed", 4L);

        opened.forEach(OpenedAligner::close);
        executor.shutdown();
        assertThat(factory.state(opened.get(1)).usable()).isFalse();
    }

    @Test
    void the_strength_of_a_definition_changes_what_is_corrected() {
        assertThat(corrected(0.0, null)).isEqualTo(CIVIL);
        assertThat(corrected(100.0, null))
                .as("so strong that it is out of its mind")
                .isNotEqualTo(CIVIL);
    }

    @Test
    void the_copy_bias_of_a_definition_keeps_corrections_to_their_answers() {
        assertThat(corrected(0.0, 1000.0)).isEqualTo(RUDE.answer());
    }

    private String corrected(double strength, @Nullable Double copyBias) {
        Map<String, Object> properties = new HashMap<>(Map.of("strength", strength));
        if (copyBias != null) {
            properties.put("copy-bias", copyBias);
        }
        Definition strong = Contexts.definition(properties);
        try (OpenedAligner aligner = (OpenedAligner) factory.open("a", strong)) {
            return aligner.correct(RUDE).answer();
        } catch (AlignerException e) {
            return e.toString();
        }
    }
}
