package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detector;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.autoconfigure.AlignerProperties.When;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.prompted.PromptDetector;
import io.github.aligner4j.prompted.PromptedJudge;
import io.github.aligner4j.routing.AspectRouter;
import io.github.aligner4j.routing.FoundPattern;
import io.github.aligner4j.routing.OpenNlpLanguageDetector;
import io.github.aligner4j.routing.Route;
import io.github.aligner4j.routing.RouteMerge;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
            Route tested = Route.when(unique, test(route.when()), aligners.apply(route.aligner()));
            builder.route(detectors.detected(tested, route.when()));
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

    /** Returns the test of the conditions that need no detector, and so cost nothing. */
    private static Predicate<CorrectionRequest> test(When when) {
        Predicate<String> answer = found(when.answer());
        Predicate<String> question = found(when.question());
        return request -> answer.test(request.answer())
                && question.test(request.question())
                && when.attributes().entrySet().stream().allMatch(attribute -> {
                    Object value = request.attributes().get(attribute.getKey());
                    return value != null && attribute.getValue().equals(value.toString());
                });
    }

    private static Predicate<String> found(@Nullable String regex) {
        return regex == null ? text -> true : new FoundPattern(Pattern.compile(regex));
    }

    /** The detectors of the routes, each once. */
    private final class Detectors {

        private final SingletonSupplier<OpenNlpLanguageDetector> language =
                SingletonSupplier.of(this::languageDetector);
        private final SingletonSupplier<Detector> prompt =
                SingletonSupplier.of(() -> new PromptDetector(chatModel(), promptLabels()));

        /** Returns {@code route} with the conditions of {@code when} that need a detector. */
        Route detected(Route route, When when) {
            double threshold = when.threshold() == null ? DEFAULT_THRESHOLD : when.threshold();
            Route detected = route;
            if (when.language() != null) {
                detected = detected.andDetected(language(when.language()), when.language(), threshold);
            }
            if (when.label() != null) {
                Detector detector = when.detector() == null ? prompt.obtain() : bean(when.detector());
                detected = detected.andDetected(detector, when.label(), threshold);
            }
            return detected;
        }

        private Detector language(String code) {
            Set<String> known = language.obtain().languages();
            if (!known.contains(code)) {
                throw new AlignerSetupException(
                        "A route of the router '" + name + "' has the language '" + code
                                + "', which OpenNLP does not detect.",
                        "Set it to one of " + String.join(", ", known) + ".");
            }
            return language.obtain();
        }

        private Detector bean(String detector) {
            if (!beans.containsBean(detector) || !beans.isTypeMatch(detector, Detector.class)) {
                throw new AlignerSetupException(
                        "A route of the router '" + name + "' has the detector '" + detector + "', but "
                                + (beans.containsBean(detector)
                                        ? "the bean of this name is not a Detector."
                                        : "no bean has this name."),
                        "Set it to one of " + List.of(beans.getBeanNamesForType(Detector.class, true, false))
                                + ", or define the bean.");
            }
            return beans.getBean(detector, Detector.class);
        }

        private OpenNlpLanguageDetector languageDetector() {
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
