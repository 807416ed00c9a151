package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detector;
import io.github.aligner4j.GateDecision;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.autoconfigure.AlignerProperties.When;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.prompted.PromptDetector;
import io.github.aligner4j.prompted.PromptedJudge;
import io.github.aligner4j.routing.AspectRouter;
import io.github.aligner4j.routing.OpenNlpLanguageDetector;
import io.github.aligner4j.routing.Route;
import io.github.aligner4j.routing.RouteMerge;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Builds a router to other Aligners.
 *
 * @param name the router's name
 * @param definition the router's definition
 * @param beans the bean factory with detectors and chat models
 */
record RouterFactory(String name, Definition definition, ListableBeanFactory beans) {

    /** The label of answers that no route is for. */
    private static final String OTHER = "other";

    private static final String OPENNLP = "opennlp.tools.langdetect.LanguageDetectorModel";
    private static final double DEFAULT_THRESHOLD = 0.5;

    /** Returns the router to the Aligners that {@code aligners} returns for their names. */
    AspectRouter router(Function<String, Aligner> aligners) {
        Detectors detectors = new Detectors();
        AspectRouter.Builder builder = AspectRouter.builder().name(name);
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (AlignerProperties.Route route : definition.routes()) {
            int count = counts.merge(route.aligner(), 1, Integer::sum);
            String unique = count == 1 ? route.aligner() : route.aligner() + "-" + count;
            builder.route(Route.gated(unique, gate(route.when(), detectors), aligners.apply(route.aligner())));
        }
        RouteMerge merge = definition.merge() == null ? RouteMerge.FIRST : definition.merge();
        builder.merge(merge);
        if (merge == RouteMerge.JUDGE) {
            builder.judge(PromptedJudge.of(detectors.chatModel()));
        }
        if (definition.otherwise() != null) {
            builder.otherwise(aligners.apply(definition.otherwise()));
        }
        if (definition.timeout() != null) {
            builder.timeout(definition.timeout());
        }
        return builder.build();
    }

    /** Returns the gate of a condition: plain conditions first, as they cost nothing, and then the detector. */
    private static LayerGate gate(When when, Detectors detectors) {
        Predicate<CorrectionRequest> plain = request -> found(when.answer(), request.answer())
                && found(when.question(), request.question())
                && when.attributes().entrySet().stream()
                        .allMatch(attribute -> attribute
                                .getValue()
                                .equals(String.valueOf(request.attributes().get(attribute.getKey()))));
        LayerGate detected = detectors.gate(when);
        return new LayerGate() {
            @Override
            public Optional<String> reasonToSkip(CorrectionRequest request) {
                return plain.test(request) ? Optional.empty() : Optional.of("the route's condition is not met");
            }

            @Override
            public GateDecision decide(CorrectionRequest request, CorrectionContext context) {
                return reasonToSkip(request).map(GateDecision::skip).orElseGet(() -> detected.decide(request, context));
            }
        };
    }

    private static boolean found(@Nullable String regex, String text) {
        return regex == null || Pattern.compile(regex).matcher(text).find();
    }

    /** The detectors of the routes, each once. */
    private final class Detectors {

        private final SingletonSupplier<Detector> language = SingletonSupplier.of(this::languageDetector);
        private final SingletonSupplier<Detector> prompt =
                SingletonSupplier.of(() -> new PromptDetector(chatModel(), promptLabels()));

        LayerGate gate(When when) {
            double threshold = when.threshold() == null ? DEFAULT_THRESHOLD : when.threshold();
            if (when.language() != null) {
                return LayerGate.of(language.obtain(), when.language(), threshold);
            }
            if (when.label() == null) {
                return LayerGate.ALWAYS;
            }
            Detector detector =
                    when.detector() == null ? prompt.obtain() : beans.getBean(when.detector(), Detector.class);
            return LayerGate.of(detector, when.label(), threshold);
        }

        private Detector languageDetector() {
            if (!ClassUtils.isPresent(OPENNLP, null)) {
                throw new AlignerSetupException(
                        "The router '" + name
                                + "' routes by language, but OpenNLP's language detector is not on the class"
                                + " path.",
                        "Add org.apache.opennlp:opennlp-tools and org.apache.opennlp:opennlp-models-langdetect.");
            }
            return OpenNlpLanguageDetector.load();
        }

        private List<String> promptLabels() {
            Set<String> labels = new LinkedHashSet<>();
            for (AlignerProperties.Route route : definition.routes()) {
                if (route.when().label() != null && route.when().detector() == null) {
                    labels.add(route.when().label());
                }
            }
            labels.add(OTHER);
            return List.copyOf(labels);
        }

        ChatCompletionModel chatModel() {
            return new ChatModelBeans(beans).model(definition, name);
        }
    }
}
