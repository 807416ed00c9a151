// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

class WarmUpTest {

    /** The phase of Boot's WebServerStartStopLifecycle. */
    private static final int WEB_SERVER_PHASE = SmartLifecycle.DEFAULT_PHASE - 2048;

    private final RecordingFactory factory = new RecordingFactory();

    @Test
    void checkpoints_in_this_JVM_are_warmed_up_when_the_application_starts() {
        application("aligner.aligners.a.checkpoint=embedded", "aligner.chains.default.layers=a")
                .run(context -> assertThat(factory.warmedUp()).containsExactly("a"));
    }

    @Test
    void so_they_are_if_the_application_is_lazy() {
        application("aligner.aligners.a.checkpoint=embedded", "aligner.chains.default.layers=a")
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(factory.warmedUp()).containsExactly("a"));
    }

    @Test
    void engines_and_chat_models_are_not_called() {
        application(
                        "aligner.aligners.a.engine=openai",
                        "aligner.aligners.a.base-url=http://localhost:1",
                        "aligner.aligners.a.template=aligner-7b",
                        "aligner.aligners.b.prompt=rewrite",
                        "aligner.chains.default.layers=a,b")
                .run(context -> {
                    assertThat(factory.opened.values()).containsExactly("a", "b");
                    assertThat(factory.warmedUp()).isEmpty();
                });
    }

    @Test
    void a_property_turns_it_off() {
        application(
                        "aligner.aligners.a.checkpoint=embedded",
                        "aligner.chains.default.layers=a",
                        "aligner.warm-up=false")
                .run(context -> assertThat(factory.warmedUp()).isEmpty());
    }

    @Test
    void it_is_done_before_the_web_server_takes_requests() {
        application("aligner.aligners.a.checkpoint=embedded", "aligner.chains.default.layers=a")
                .run(context ->
                        assertThat(context.getBean(WarmUp.class).getPhase()).isLessThan(WEB_SERVER_PHASE));
    }

    @Test
    void an_Aligner_is_run_until_it_is_fast_and_its_failure_does_not_stop_the_application() {
        AtomicInteger calls = new AtomicInteger();
        WarmUp.of((request, context) -> {
            assertThat(context.deadline()).isPresent();
            calls.incrementAndGet();
            return Correction.of(request.answer(), request.answer());
        });
        assertThat(calls).hasValue(3);

        WarmUp.of(Aligner.of(request -> {
            calls.incrementAndGet();
            throw new AlignerException("rejected");
        }));
        assertThat(calls).hasValue(4);
    }

    private ApplicationContextRunner application(String... properties) {
        return Contexts.plain()
                .withBean(AlignerFactory.class, () -> factory)
                .withPropertyValues("aligner.enabled=true")
                .withPropertyValues(properties);
    }

    private static final class RecordingFactory implements AlignerFactory {

        private final Map<Aligner, String> opened = new LinkedHashMap<>();
        private final List<Aligner> warmedUp = new ArrayList<>();

        @Override
        public Aligner open(String name, Definition definition) {
            Aligner aligner = Aligner.of(CorrectionRequest::answer);
            opened.put(aligner, name);
            return aligner;
        }

        @Override
        public void warmUp(Aligner aligner) {
            warmedUp.add(aligner);
        }

        List<String> warmedUp() {
            return warmedUp.stream().map(opened::get).toList();
        }
    }
}
