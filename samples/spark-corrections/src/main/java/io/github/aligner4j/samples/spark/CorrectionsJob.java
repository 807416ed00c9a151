package io.github.aligner4j.samples.spark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

/**
 * Corrects the rows of Parquet files. Rows whose ids are in the output already are skipped, so a job that was stopped goes on where
 * it was; the output has {@code status=corrected} and {@code status=rejected}, the latter with reasons.
 */
public final class CorrectionsJob {

    private static final String CHUNK = "chunk";

    private CorrectionsJob() {}

    /** Runs the job on the cluster, or in the local mode, that the Spark properties name. */
    public static void main(String[] arguments) throws Exception {
        JobOptions options = JobOptions.parse(arguments);
        try (SparkSession spark = SparkSession.builder().appName("corrections").getOrCreate()) {
            Map<String, Long> counts = run(spark, options);
            System.out.println(counts);
        }
    }

    /** Corrects the rows that are left, and returns how many rows there were, were skipped, and came to which end. */
    static Map<String, Long> run(SparkSession spark, JobOptions options) throws Exception {
        Dataset<Row> input = spark.read()
                .parquet(options.input())
                .select(col("id").cast("string"), col("question").cast("string"), col("answer").cast("string"));
        requireIds(input);
        Map<String, Long> before = counts(spark, options);
        Dataset<Row> remaining =
                remaining(spark, input, options).withColumn(CHUNK, chunk(options)).persist(StorageLevel.DISK_ONLY());
        for (Row chunk : remaining.groupBy(CHUNK).count().orderBy(CHUNK).collectAsList()) {
            correct(remaining.where(col(CHUNK).equalTo(chunk.get(0))).drop(CHUNK), options);
        }
        remaining.unpersist();
        Map<String, Long> counts = new TreeMap<>();
        counts.put("rows", input.count());
        counts.put("skipped", before.values().stream().mapToLong(Long::longValue).sum());
        Map<String, Long> after = counts(spark, options);
        for (String status : List.of(RowCorrector.CORRECTED, RowCorrector.REJECTED)) {
            counts.put(status, after.getOrDefault(status, 0L) - before.getOrDefault(status, 0L));
        }
        return counts;
    }

    private static void requireIds(Dataset<Row> input) {
        long missing = input.where(col("id").isNull()).count();
        long repeated = input.groupBy("id").count().where(col("count").gt(1)).count();
        if (missing > 0 || repeated > 0) {
            throw new IllegalArgumentException("each row needs an id of its own, by which a stopped job goes on; " + missing
                    + " rows have none, and " + repeated + " ids occur more than once");
        }
    }

    /** Returns the part of the rows that a row belongs to, the same in each run with as many parts. */
    private static Column chunk(JobOptions options) {
        return pmod(hash(col("id")), lit(options.chunks()));
    }

    private static Dataset<Row> remaining(SparkSession spark, Dataset<Row> input, JobOptions options) throws Exception {
        return exists(spark, options)
                ? input.join(spark.read().parquet(options.output()).select("id"), "id", "left_anti")
                : input;
    }

    /** Writes the results of all rows at once: when Spark commits them, they are complete, and before that they don't count. */
    private static void correct(Dataset<Row> rows, JobOptions options) {
        rows.mapPartitions(new PartitionCorrector(options), Encoders.row(RowCorrector.SCHEMA))
                .write()
                .mode(SaveMode.Append)
                .partitionBy("status")
                .parquet(options.output());
    }

    private static Map<String, Long> counts(SparkSession spark, JobOptions options) throws Exception {
        Map<String, Long> counts = new TreeMap<>();
        if (exists(spark, options)) {
            for (Row row : spark.read()
                    .parquet(options.output())
                    .groupBy("status")
                    .count()
                    .collectAsList()) {
                counts.put(row.getString(0), row.getLong(1));
            }
        }
        return counts;
    }

    /** Returns whether there are results: a folder without any has no schema to read. */
    private static boolean exists(SparkSession spark, JobOptions options) throws Exception {
        Path output = new Path(options.output());
        var files = output.getFileSystem(spark.sparkContext().hadoopConfiguration());
        return files.exists(output)
                && Arrays.stream(files.listStatus(output))
                        .anyMatch(file -> file.getPath().getName().startsWith("status="));
    }
}
