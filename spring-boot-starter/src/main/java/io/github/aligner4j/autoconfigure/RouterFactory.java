// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Detector;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.autoconfigure.AlignerProperties.When;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.prompted.PromptDetector;
import io.github.aligner4j.prompted.PromptedJudge;
import io.github.aligner4j.routing.AspectRouter;
import io.github.aligner4j.routing.Route;
import io.github.aligner4j.routing.RouteMerge;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Builds a router to other Aligners.
 *
 * @param name the router's name
 * @param definition the router's definition
 * @param beans the bean factory with chat models
 * @param detectors the detectors of the application
 */
record RouterFactory(String name, Definition definition, ListableBeanFactory beans, DetectorBeans detectors) {

    /** Returns the router to the Aligners that {@code aligners} returns for their names. */
    AspectRouter router(Function<String, Aligner> aligners) {
        SingletonSupplier<Detector> prompt =
                SingletonSupplier.of(() -> new PromptDetector(chatModel(), promptLabels()));
        Conditions conditions = new Conditions("A route of the router '" + name + "'", detectors, prompt::obtain);
        AspectRouter.Builder builder = AspectRouter.builder().name(name);
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (AlignerProperties.Route route : definition.routes()) {
            int count = counts.merge(route.aligner(), 1, Integer::sum);
            String unique = count == 1 ? route.aligner() : route.aligner() + "-" + count;
            builder.route(route(unique, route.when(), aligners.apply(route.aligner()), conditions));
        }
        RouteMerge merge = definition.merge() == null ? RouteMerge.FIRST : definition.merge();
        builder.merge(merge);
        if (merge == RouteMerge.JUDGE) {
            builder.judge(PromptedJudge.of(chatModel()));
        }
        if (definition.otherwise() != null) {
            builder.otherwise(aligners.apply(definition.otherwise()));
        }
        if (definition.timeout() != null) {
            builder.timeout(definition.timeout());
        }
        return builder.build();
    }

    private static Route route(String name, When when, Aligner aligner, Conditions conditions) {
        LayerGate test = Conditions.test(when);
        Route route = Route.when(name, request -> test.reasonToSkip(request).isEmpty(), aligner);
        for (Conditions.Labelled labelled : conditions.labelled(when)) {
            route = route.andDetected(labelled.detector(), labelled.label(), labelled.threshold());
        }
        return route;
    }

    private List<String> promptLabels() {
        Set<String> labels = new LinkedHashSet<>();
        for (AlignerProperties.Route route : definition.routes()) {
            if (route.when().label() != null && route.when().detector() == null) {
                labels.add(route.when().label());
            }
        }
        labels.add(Conditions.OTHER);
        return List.copyOf(labels);
    }

    private ChatCompletionModel chatModel() {
        return new ChatModelBeans(beans).model(definition, name);
    }
}
