// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Corrections run under the observation of the thread that called the model, on whatever thread they run. */
class ContextPropagationTest {

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<Observation> current = new CopyOnWriteArrayList<>();
    private final CountDownLatch noted = new CountDownLatch(2);
    private final Aligner observed = new Aligner() {
        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            note();
            return Correction.of(request.answer(), request.answer());
        }

        @Override
        public CorrectionSession begin(CorrectionRequest request, Executor executor) {
            executor.execute(ContextPropagationTest.this::note);
            return Aligner.super.begin(request, executor);
        }
    };

    @BeforeEach
    void observe() {
        registry.observationConfig().observationHandler(context -> true);
    }

    private void note() {
        Observation observation = registry.getCurrentObservation();
        current.add(observation == null ? Observation.NOOP : observation);
        noted.countDown();
    }

    @Test
    void a_stream_and_its_early_work_run_under_the_callers_observation() throws Exception {
        Observation caller = Observation.start("caller", registry);
        RecordingHandler handler = new RecordingHandler();

        caller.scoped(() -> AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("a", "b"), observed)
                .chat("hi", handler));
        handler.await();

        assertThat(noted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(current).containsExactly(caller, caller);
    }

    @Test
    void an_asynchronous_call_runs_under_the_callers_observation() {
        Observation caller = Observation.start("caller", registry);
        AlignedChatModel model = AlignedChatModel.wrap(new ScriptedChatModel("a"), observed);
        ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from("hi")).build();

        caller.scoped(() -> model.chatAsync(request, ChatRequestOptions.EMPTY)).join();

        assertThat(current).containsExactly(caller);
    }

    @Test
    void nothing_is_carried_without_the_library() throws Exception {
        String name = ContextPropagation.class.getName();
        ClassLoader without = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String type, boolean resolve) throws ClassNotFoundException {
                if (type.startsWith("io.micrometer.")) {
                    throw new ClassNotFoundException(type);
                }
                return type.startsWith(name) ? define(type) : super.loadClass(type, resolve);
            }

            private Class<?> define(String type) throws ClassNotFoundException {
                try (InputStream file = getResourceAsStream(type.replace('.', '/') + ".class")) {
                    byte[] bytes = Objects.requireNonNull(file).readAllBytes();
                    return defineClass(type, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(type, e);
                }
            }
        };
        Method capture = without.loadClass(name).getDeclaredMethod("capture", Executor.class);
        capture.setAccessible(true);
        Executor executor = Runnable::run;

        assertThat(capture.invoke(null, executor)).isSameAs(executor);
        assertThat(ContextPropagation.capture(executor)).isNotSameAs(executor);
    }

    @Test
    void a_call_under_no_observation_runs_under_none() {
        RecordingHandler handler = new RecordingHandler();

        AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("a", "b"), observed)
                .chat("hi", handler);
        handler.await();

        assertThat(current).isNotEmpty().allMatch(observation -> observation == Observation.NOOP);
    }
}
