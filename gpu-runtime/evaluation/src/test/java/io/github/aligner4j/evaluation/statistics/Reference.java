// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The results of SciPy, statsmodels and scikit-learn, as tests/golden/make_statistics.py writes them. */
final class Reference {

    private static final JsonNode ALL = read();

    private Reference() {}

    static List<JsonNode> cases(String name) {
        return ALL.get(name).valueStream().toList();
    }

    static double[] numbers(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }

    static int[] integers(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    static Agreement agreement(JsonNode each) {
        int[] first = integers(each.get("first"));
        int[] second = integers(each.get("second"));
        Agreement agreement = new Agreement(3);
        IntStream.range(0, first.length).forEach(i -> agreement.add("row " + i, first[i], second[i]));
        return agreement;
    }

    private static JsonNode read() {
        try (InputStream in =
                Objects.requireNonNull(Reference.class.getResourceAsStream("/statistics/reference.json"))) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
