using System.Globalization;
using System.Text;
using System.Text.Json;
using ParquetSharp;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Progress;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;
using Column = Pipeline.Models.Tables.Column;

namespace Pipeline.Data.Parquet;

/// <summary>
/// A Parquet file and a text with the same values are one dataset to whatever looks at rows. Samples are drawn by the place of a
/// row, and a header is a line: where there are samples, the text is JSON lines, whose first row is on line 1 too.
/// </summary>
public class ParquetBesideTextTests
{
    /// <summary>All of them are one batch of either file, so that sums are of the same parts.</summary>
    private const int Rows = 1_200;

    private const string More =
        ", columns: {city: category}, expect: [{unique: id}, {values: age, between: [0, 60]}, {not-null: city}, "
        + "{mean: amount, between: [0, 1]}], split: {by: hash, test: 0.3}";

    [Fact]
    public async Task Profile_OfBoth_IsTheSame()
    {
        using var text = Lines();
        using var parquet = Parquet();

        var (first, second) = (await ProfileAsync(text), await ProfileAsync(parquet));

        Json(second.Columns).ShouldBe(Json(first.Columns));
        second.Columns.Select(x => x.Type).ShouldBe(
        [
            DataType.Integer, DataType.Integer, DataType.Number, DataType.Category, DataType.Timestamp, DataType.Boolean,
            DataType.Integer,
        ]);
    }

    [Fact]
    public async Task Validation_OfBoth_HasTheSameVerdicts()
    {
        using var text = Lines();
        using var parquet = Parquet();

        var (first, second) = (await ValidateAsync(text), await ValidateAsync(parquet));

        second.Report.Results.Select(x => $"{x.Check.Id} {x.Verdict.Outcome} {x.Verdict.Reason}")
            .ShouldBe(first.Report.Results.Select(x => $"{x.Check.Id} {x.Verdict.Outcome} {x.Verdict.Reason}"));
        Json(second.Columns).ShouldBe(Json(first.Columns));
        second.Report.Results.ShouldContain(x => x.Check.Id == "city/not-null" && x.Verdict.Outcome == Outcome.Failed);
    }

    [Fact]
    public async Task Rows_OfBoth_AreDividedAndLoadedAlike()
    {
        using var csv = Csv();
        using var parquet = Parquet();

        var (first, second) = (await LoadAsync(csv), await LoadAsync(parquet));

        second.Split.Test.ShouldBe(first.Split.Test);
        second.Split.Test.Length.ShouldBeInRange(Rows / 4, Rows / 3 + 50);
        second.Identities.ShouldBe(first.Identities);
        second.Rows.Columns.Select(Text).ShouldBe(first.Rows.Columns.Select(Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Profile_ByAnyNumberOfThreads_IsTheSame(int threads)
    {
        using var parquet = Parquet(groupRows: 300);
        var request = parquet.Request with { BlockBytes = 1_000 };

        var profile = await ProfileAsync(request with { Threads = threads });

        Json(profile.Columns).ShouldBe(Json((await ProfileAsync(request with { Threads = 3 })).Columns));
    }

    private static long? Age(int row) => row % 11 == 0 ? null : 18 + (row * 7 % 50);

    private static double? Amount(int row) => row % 13 == 0 ? null : row / 7.0;

    private static string? City(int row) => row % 17 == 0 ? null : $"city {row % 9}";

    private static DateTime Opened(int row) => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(row * 4_321);

    private static SomeFiles Csv()
    {
        var text = new StringBuilder("id,age,amount,city,opened,owns,y\n");
        for (var row = 0; row < Rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{1L << 50 | (long)row},{Age(row)},{Amount(row)},{City(row)},")
                .Append(CultureInfo.InvariantCulture, $"{Opened(row):yyyy-MM-ddTHH:mm:ss}Z,")
                .Append(CultureInfo.InvariantCulture, $"{(row % 3 == 0 ? "true" : "false")},{row % 2}\n");
        }

        return new SomeFiles("data.csv", More, "binary-classification").With("data.csv", text.ToString());
    }

    private static SomeFiles Lines()
    {
        var text = new StringBuilder();
        for (var row = 0; row < Rows; row++)
        {
            var city = City(row) is { } name ? $"\"{name}\"" : "null";
            text.Append(CultureInfo.InvariantCulture, $"{{\"id\": {1L << 50 | (long)row}, \"age\": {Json(Age(row))}, ")
                .Append(CultureInfo.InvariantCulture, $"\"amount\": {Json(Amount(row))}, \"city\": {city}, ")
                .Append(CultureInfo.InvariantCulture, $"\"opened\": \"{Opened(row):yyyy-MM-ddTHH:mm:ss}Z\", ")
                .Append(CultureInfo.InvariantCulture, $"\"owns\": {Json(row % 3 == 0)}, \"y\": {row % 2}}}\n");
        }

        return new SomeFiles("data.jsonl", More, "binary-classification").With("data.jsonl", text.ToString());
    }

    private static SomeFiles Parquet(int groupRows = int.MaxValue)
    {
        var rows = Enumerable.Range(0, Rows);
        var bytes = SomeParquet.File(
            groupRows,
            SomeParquet.Integers("id", [.. rows.Select(x => (long?)(1L << 50 | (long)x))]),
            SomeParquet.Integers("age", [.. rows.Select(Age)]),
            SomeParquet.Doubles("amount", [.. rows.Select(Amount)]),
            SomeParquet.Texts("city", [.. rows.Select(City)]),
            SomeParquet.Of<long>(
                "opened", LogicalType.Timestamp(true, ParquetSharp.TimeUnit.Millis), PhysicalType.Int64,
                [.. rows.Select(x => (long?)new DateTimeOffset(Opened(x)).ToUnixTimeMilliseconds())]),
            SomeParquet.Of<bool>("owns", LogicalType.None(), PhysicalType.Boolean, [.. rows.Select(x => (bool?)(x % 3 == 0))]),
            SomeParquet.Required("y", [.. rows.Select(x => x % 2)]));
        return new SomeFiles("data.parquet", More, "binary-classification").With("data.parquet", bytes);
    }

    private static DatasetRequest Whole(SomeFiles files) => files.Request with { BlockBytes = 1 << 20 };

    private static Task<ProfileDocument> ProfileAsync(SomeFiles files) => ProfileAsync(Whole(files));

    private static async Task<ProfileDocument> ProfileAsync(DatasetRequest request) =>
        (await ProfileMaker.ProfileAsync(request, new Progress<StepEvent>(), TestContext.Current.CancellationToken)).OrThrow();

    private static async Task<DatasetDocument> ValidateAsync(SomeFiles files) => (await DatasetValidator.ValidateAsync(
        Whole(files), new Progress<StepEvent>(), TestContext.Current.CancellationToken)).OrThrow();

    private static async Task<Dataset> LoadAsync(SomeFiles files) => (await DatasetLoader.LoadAsync(
        Whole(files), await ValidateAsync(files), new Progress<StepEvent>(), TestContext.Current.CancellationToken)).OrThrow();

    private static string Text(Column column) =>
        column.Name + ": " + string.Join(' ', Enumerable.Range(0, column.Count).Select(column.Text));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, DocumentJson.Options);
}
