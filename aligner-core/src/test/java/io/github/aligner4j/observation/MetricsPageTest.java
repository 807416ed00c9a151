// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** The page of metrics, the dashboard and the alert rules name the meters as code does. */
class MetricsPageTest {

    private static final Path DOCS = Path.of("..", "docs");

    /** Rewrites the table of the page, if it is set to {@code true}. */
    private static final String UPDATE = "aligner.docs.update";

    private static final Pattern TABLES =
            Pattern.compile("<!-- begin generated -->.*<!-- end generated -->", Pattern.DOTALL);
    private static final Pattern METRIC = Pattern.compile("\\baligner_\\w+");
    private static final Pattern LABELS = Pattern.compile("(?:by|without) \\(([^)]*)\\)|(\\w+)=~?\\\\?\"");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void the_page_has_the_meters_and_observations_of_the_code() throws IOException {
        Path page = DOCS.resolve("guide/metrics.md");
        String text = Files.readString(page);
        String expected = TABLES.matcher(text)
                .replaceFirst(match -> Matcher.quoteReplacement(
                        "<!-- begin generated -->\n\n" + tables() + "\n<!-- end generated -->"));
        if (Boolean.getBoolean(UPDATE)) {
            Files.writeString(page, expected);
        }

        assertThat(text)
                .as("docs/guide/metrics.md; run this test with -D" + UPDATE + "=true to write it anew")
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grafana/aligner4j.json", "alerts.yml"})
    void a_dashboard_and_alert_rules_name_metrics_and_labels_that_exist(String file) throws IOException {
        String text = Files.readString(DOCS.resolve("observability").resolve(file));
        Set<String> labels = Stream.concat(
                        Arrays.stream(AlignerMeter.values()).flatMap(meter -> meter.tags().stream()),
                        Stream.of("le", "severity", "datasource"))
                .collect(Collectors.toSet());

        assertThat(found(METRIC, text)).isNotEmpty().isSubsetOf(prometheusNames());
        assertThat(LABELS.matcher(text)
                        .results()
                        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                        .flatMap(list -> Arrays.stream(list.split("\\s*,\\s*"))))
                .isNotEmpty()
                .isSubsetOf(labels);
    }

    @Test
    void every_meter_is_on_the_dashboard() throws IOException {
        String text = Files.readString(DOCS.resolve("observability/grafana/aligner4j.json"));
        Set<String> shown = found(METRIC, text);

        assertThat(AlignerMeter.values())
                .filteredOn(meter -> names(meter).stream().noneMatch(shown::contains))
                .containsExactlyInAnyOrder(AlignerMeter.CACHE_SIZE, AlignerMeter.CACHE_EVICTIONS);
    }

    @Test
    void the_dashboard_is_json() throws IOException {
        String text = Files.readString(DOCS.resolve("observability/grafana/aligner4j.json"));
        int objects = 0;
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                objects += token == JsonToken.START_OBJECT ? 1 : 0;
            }
        }
        assertThat(objects).isGreaterThan(10);
    }

    private String tables() {
        StringBuilder text =
                new StringBuilder("| meter | in Prometheus | type | tags | meaning |\n|---|---|---|---|---|\n");
        for (AlignerMeter meter : AlignerMeter.values()) {
            text.append("| `")
                    .append(meter.getName())
                    .append("` | `")
                    .append(String.join("`, `", names(meter)))
                    .append("` | ")
                    .append(meter.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append(" | ")
                    .append(meter.tags().stream().map(tag -> '`' + tag + '`').collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(meter.description())
                    .append(" |\n");
        }
        text.append(
                "\n## Observations\n\n| observation | keys of low cardinality | keys of high cardinality, in traces alone |\n|---|---|---|\n");
        observation(text, "aligner.answer", AlignerObservation.ANSWER);
        observation(text, "aligner.layer.call", AlignerObservation.LAYER);
        return text.toString();
    }

    private static void observation(StringBuilder text, String name, AlignerObservation observation) {
        text.append("| `")
                .append(name)
                .append("` | ")
                .append(list(observation.getLowCardinalityKeyNames()))
                .append(" | ")
                .append(list(observation.getHighCardinalityKeyNames()))
                .append(" |\n");
    }

    private static String list(KeyName[] keys) {
        return Arrays.stream(keys).map(key -> '`' + key.asString() + '`').collect(Collectors.joining(", "));
    }

    private Set<String> prometheusNames() {
        Set<String> names = new TreeSet<>();
        for (AlignerMeter meter : AlignerMeter.values()) {
            names.addAll(names(meter));
            if (meter == AlignerMeter.STACK) {
                names.add("aligner_stack_seconds_bucket");
            }
        }
        return names;
    }

    /** Returns the names under which a Prometheus registry exposes a meter, without its maximum. */
    private List<String> names(AlignerMeter meter) {
        registry.clear();
        String[] values = meter.tags().toArray(String[]::new);
        switch (meter.getType()) {
            case TIMER ->
                Timer.builder(meter.getName()).tags(meter.tags(values)).register(registry);
            case DISTRIBUTION_SUMMARY ->
                DistributionSummary.builder(meter.getName())
                        .tags(meter.tags(values))
                        .register(registry);
            case COUNTER ->
                FunctionCounter.builder(meter.getName(), this, test -> 1)
                        .tags(meter.tags(values))
                        .register(registry);
            default ->
                Gauge.builder(meter.getName(), () -> 1)
                        .baseUnit(meter.getBaseUnit())
                        .tags(meter.tags(values))
                        .register(registry);
        }
        List<String> names = new ArrayList<>();
        registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .filter(name -> !name.endsWith("_max"))
                .distinct()
                .forEach(names::add);
        return names;
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
