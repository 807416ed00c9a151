// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.chattemplate.ChatTemplate;
import io.github.aligner4j.correctors.GuardianFactualityCorrector;
import io.github.aligner4j.correctors.GuardianHarmCorrector;
import io.github.aligner4j.correctors.IntrinsicDefinition;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.Prompts;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.CheckpointChatModel;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.RuntimeStatus;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model as the corrector that it is: an Aligner by its {@code aligner.json} or its published name, a guardian by its
 * chat template, intrinsics by the {@code io.yaml} beside an adapter, and any other model with a chat template as a prompted Aligner.
 *
 * @param kind the kind of corrector
 * @param aligner the corrector
 * @param status returns the state of the runtime
 * @param model the loaded model, which is closed with this
 */
record DoctorPatient(Kind kind, Aligner aligner, Supplier<RuntimeStatus> status, AutoCloseable model)
        implements AutoCloseable {

    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9_.-]+)=(.+)");
    private static final String PRINCIPLE = "The answer states no fact that is wrong or that the documents contradict.";

    /** Kinds of correctors, each with checks of its own. */
    enum Kind {
        /** The Aligner that comes with the library. */
        EMBEDDED,
        /** A checkpoint trained as an Aligner. */
        ALIGNER,
        /** Granite Guardian with its harm correction adapter. */
        GUARDIAN_HARM,
        /** Adapters of granitelib that correct by documents. */
        GUARDIAN_FACTUALITY,
        /** An instruct model with a prompt. */
        PROMPTED
    }

    /**
     * The model to open.
     *
     * @param model the checkpoint, as on the command line
     * @param adapters adapters by name
     * @param descriptor replaces the checkpoint's {@code aligner.json}, null if it doesn't
     * @param folders returns the folder of a model that is not embedded, after downloading it if need be
     */
    record Source(
            String model,
            Map<String, String> adapters,
            @Nullable CheckpointDescriptor descriptor,
            Function<String, Path> folders) {}

    /** Returns adapters by name; those without one are called {@code adapter-1} and so on. */
    static Map<String, String> adapters(List<String> options) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String option : options) {
            Matcher matcher = NAMED.matcher(option);
            boolean hasName = matcher.matches();
            String name = hasName ? matcher.group(1) : "adapter-" + (named.size() + 1);
            if (named.put(name, hasName ? matcher.group(2) : option) != null) {
                throw new IllegalArgumentException(
                        "there are two adapters named '" + name + "'; each needs its own name");
            }
        }
        return named;
    }

    /** Loads the model. */
    static DoctorPatient open(Source source, RuntimeOptions options) {
        if (ModelSource.parse(source.model()) instanceof ModelSource.Embedded) {
            return aligner(Kind.EMBEDDED, source, options);
        }
        Path folder = source.folders().apply(source.model());
        String published = source.model().replaceFirst("@.*", "");
        if (source.descriptor() != null
                || CheckpointDescriptors.find(folder, published).isPresent()) {
            return aligner(Kind.ALIGNER, source, options);
        }
        if (!ChatTemplate.existsIn(folder)) {
            throw new IllegalArgumentException(
                    "'" + source.model() + "' has neither an aligner.json nor a chat template;"
                            + " name the template that it was trained with (--template)");
        }
        return chat(source, options);
    }

    private static DoctorPatient aligner(Kind kind, Source source, RuntimeOptions options) {
        CheckpointAligner.Builder builder =
                CheckpointAligner.builder(ModelSource.parse(source.model())).options(options);
        if (source.descriptor() != null) {
            builder.descriptor(source.descriptor());
        }
        source.adapters().forEach((name, adapter) -> builder.adapter(name, ModelSource.parse(adapter)));
        CheckpointAligner loaded = builder.open();
        Aligner aligner = source.adapters().keySet().stream()
                .findFirst()
                .map(loaded::withAdapter)
                .orElse(loaded);
        return new DoctorPatient(kind, aligner, loaded::status, loaded);
    }

    private static DoctorPatient chat(Source source, RuntimeOptions options) {
        Map<String, IntrinsicDefinition> intrinsics = new LinkedHashMap<>();
        source.adapters().forEach((name, adapter) -> {
            Path folder = source.folders().apply(adapter);
            if (Files.exists(folder.resolve(IntrinsicDefinition.FILE))) {
                intrinsics.put(name, read(folder));
            }
        });
        CheckpointChatModel.Builder builder =
                CheckpointChatModel.builder(ModelSource.parse(source.model())).options(options);
        source.adapters().forEach((name, adapter) -> builder.adapter(name, ModelSource.parse(adapter)));
        CheckpointChatModel loaded = builder.open();
        try {
            return chat(source, intrinsics, loaded);
        } catch (RuntimeException | Error e) {
            loaded.close();
            throw e;
        }
    }

    private static DoctorPatient chat(
            Source source, Map<String, IntrinsicDefinition> intrinsics, CheckpointChatModel loaded) {
        Supplier<RuntimeStatus> status = loaded.model()::status;
        if (!intrinsics.isEmpty()) {
            return new DoctorPatient(Kind.GUARDIAN_FACTUALITY, factuality(intrinsics, loaded), status, loaded);
        }
        if (loaded.template().reads("guardian_config")) {
            String adapter = source.adapters().keySet().stream()
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("'" + source.model() + "' is a guardian, which detects"
                                    + " but does not correct; add its harm correction adapter (--adapter)"));
            Aligner harm = GuardianHarmCorrector.builder(loaded.model(), loaded.template(), adapter)
                    .build();
            return new DoctorPatient(Kind.GUARDIAN_HARM, harm, status, loaded);
        }
        Aligner prompted = PromptedAligner.builder(
                        Prompts.byName("rewrite"),
                        source.adapters().keySet().stream()
                                .findFirst()
                                .map(loaded::withAdapter)
                                .orElse(loaded))
                .principles(List.of(PRINCIPLE))
                .build();
        return new DoctorPatient(Kind.PROMPTED, prompted, status, loaded);
    }

    /** Returns a corrector of the intrinsic that corrects, with another one as its gate. */
    private static Aligner factuality(Map<String, IntrinsicDefinition> intrinsics, CheckpointChatModel loaded) {
        Map.Entry<String, IntrinsicDefinition> correction = intrinsics.entrySet().stream()
                .filter(each -> each.getValue().corrects())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("none of the adapters " + intrinsics.keySet()
                        + " corrects by its io.yaml; add factuality-correction"));
        GuardianFactualityCorrector.Builder builder = GuardianFactualityCorrector.builder(
                        loaded.model(), loaded.template(), correction.getValue())
                .adapter(correction.getKey());
        intrinsics.entrySet().stream()
                .filter(each -> !each.equals(correction))
                .findFirst()
                .ifPresent(gate -> builder.gate(gate.getValue(), gate.getKey()));
        return builder.build();
    }

    private static IntrinsicDefinition read(Path folder) {
        try {
            return IntrinsicDefinition.read(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            model.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the model could not be closed", e);
        }
    }
}
