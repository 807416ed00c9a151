package io.github.aligner4j.samples.spark;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Writes rows to try the job on: rude, civil and missing answers. */
public final class DemoRows {

    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.LongType)
            .add("question", DataTypes.StringType)
            .add("answer", DataTypes.StringType);
    private static final List<String> BEGINNINGS = List.of(
            "Take a damn coat.",
            "The library opens at nine.",
            "Read the stupid manual.",
            "Boil the water for ten minutes.",
            "Only an idiot forgets the key.");
    private static final List<String> ENDS = List.of(
            "It is raining.", "Ask me again tomorrow.", "The blue one is cheaper.", "That is all you need.");
    private static final int MISSING_EVERY = 25;

    private DemoRows() {}

    /** Writes as many rows as the second argument says into the folder of the first. */
    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark = SparkSession.builder().appName("demo rows").getOrCreate()) {
            List<Row> rows = LongStream.range(0, Long.parseLong(arguments[1]))
                    .mapToObj(DemoRows::row)
                    .toList();
            spark.createDataFrame(rows, SCHEMA)
                    .repartition(4)
                    .write()
                    .mode(SaveMode.Overwrite)
                    .parquet(arguments[0]);
        }
    }

    private static Row row(long id) {
        String answer = BEGINNINGS.get((int) (id % BEGINNINGS.size())) + " Number " + id + ". "
                + ENDS.get((int) (id % ENDS.size()));
        return RowFactory.create(id, "What should I do?", id % MISSING_EVERY == 0 ? null : answer);
    }
}
