package io.github.aligner4j.samples.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CorrectionsJobTest {

    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.LongType)
            .add("question", DataTypes.StringType)
            .add("answer", DataTypes.StringType);

    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void rows_are_corrected_and_those_that_can_not_be_are_kept_with_the_reason() throws Exception {
        write("input", List.of(
                row(1, "Take a damn coat. It is raining."),
                row(2, "The library opens at nine and closes at six on weekdays."),
                row(3, null)));

        assertThat(CorrectionsJob.run(spark, options("input", "jvm", "")))
                .isEqualTo(Map.of("rows", 3L, "skipped", 0L, "corrected", 2L, "rejected", 1L));

        List<Row> results = results();
        assertThat(results.get(0).<String>getAs("correction")).contains("It is raining").doesNotContain("damn");
        assertThat(results.get(0).<Boolean>getAs("changed")).isTrue();
        assertThat(results.get(1).<Boolean>getAs("changed")).isFalse();
        assertThat(results.get(2).<String>getAs("reason")).isEqualTo("the answer is null");
        assertThat(results.get(2).<String>getAs("correction")).isNull();
    }

    @Test
    void a_second_run_does_what_is_left_and_nothing_twice() throws Exception {
        write("half", List.of(row(1, "Take a damn coat. It is raining."), row(2, null)));
        write("whole", List.of(
                row(1, "Take a damn coat. It is raining."), row(2, null), row(3, "The soup is ready."), row(4, "Sit.")));
        CorrectionsJob.run(spark, options("half", "jvm", ""));

        assertThat(CorrectionsJob.run(spark, options("whole", "jvm", "")))
                .isEqualTo(Map.of("rows", 4L, "skipped", 2L, "corrected", 2L, "rejected", 0L));

        assertThat(results()).extracting(row -> row.<String>getAs("id")).containsExactly("1", "2", "3", "4");
    }

    @Test
    void an_engine_that_is_not_reached_ends_the_job_and_rejects_no_row() throws Exception {
        write("input", List.of(row(1, "Take a damn coat. It is raining.")));
        Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
        Files.writeString(checkpoint.resolve("aligner.json"), "{\"template\": \"aligner-7b\"}");
        JobOptions down = JobOptions.parse(
                "--input", path("input"), "--output", path("output"), "--engine", "llama-cpp", "--base-url",
                "http://127.0.0.1:9", "--model", checkpoint.toString(), "--chunks", "1");

        assertThatThrownBy(() -> CorrectionsJob.run(spark, down)).hasStackTraceContaining("127.0.0.1:9");

        assertThat(CorrectionsJob.run(spark, options("input", "jvm", "")))
                .containsEntry("corrected", 1L)
                .containsEntry("skipped", 0L);
    }

    @Test
    void rows_without_an_id_of_their_own_are_refused() {
        write("input", List.of(row(1, "a"), row(1, "b"), RowFactory.create(null, "", "c")));

        assertThatThrownBy(() -> CorrectionsJob.run(spark, options("input", "jvm", "")))
                .hasMessageContaining("1 rows have none, and 1 ids occur more than once");
    }

    @Test
    void options_that_do_not_fit_together_are_refused() {
        assertThatThrownBy(() -> JobOptions.parse("--input", "a"))
                .hasMessage("[--input, --output] must be given");
        assertThatThrownBy(() -> JobOptions.parse("--input", "a", "--output", "b", "--engine", "vllm"))
                .hasMessageContaining("--base-url belongs to an --engine other than jvm");
        assertThatThrownBy(() -> JobOptions.parse(
                        "--input", "a", "--output", "b", "--engine", "vllm", "--base-url", "http://x"))
                .hasMessageContaining("--model must be the checkpoint's folder");
        assertThatThrownBy(() -> JobOptions.parse("--input", "a", "--output", "b", "--callers", "0"))
                .hasMessage("--callers must be a number from 1 to 9999, but was '0'");
    }

    private JobOptions options(String input, String engine, String baseUrl) {
        return JobOptions.parse(
                "--input", path(input), "--output", path("output"), "--engine", engine, "--base-url", baseUrl,
                "--chunks", "2");
    }

    private void write(String name, List<Row> rows) {
        spark.createDataFrame(new ArrayList<>(rows), SCHEMA).write().parquet(path(name));
    }

    private List<Row> results() {
        return spark.read().parquet(path("output")).orderBy("id").collectAsList();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static Row row(long id, String answer) {
        return RowFactory.create(id, "How is the weather?", answer);
    }
}
