package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HandWrittenRowsTest {

    @ParameterizedTest
    @ValueSource(strings = {"civility", "empathy"})
    void no_answer_is_in_two_of_train_dev_and_test(String aspect) throws IOException {
        Map<String, String> partOf = new HashMap<>();
        for (String part : List.of("train", "dev", "test")) {
            List<CorrectionRow> rows =
                    RowFile.readAll(Path.of("rows", aspect + "-" + part + ".jsonl"), CorrectionRow::parse);

            assertThat(rows).isNotEmpty();
            for (CorrectionRow row : rows) {
                assertThat(partOf.merge(row.answer(), part, (before, now) -> before)).isEqualTo(part);
            }
        }
    }
}
