using Pipeline.Models.Documents;
using Pipeline.Models.Values;

namespace Pipeline.Data;

/// <summary>A missing value that is a number, in columns of numbers and of others.</summary>
public sealed class NumberMarkerTests
{
    private const string Csv = "n,c,u,code,y\n-999,-999,-999,-999,yes\n-999.0,-999.0,-999.0,-0999,no\n"
        + "-9.99e2,-9.99e2,-9.99e2,-0999.0,yes\n7,7,7,7,no\n8,8,8,8,yes\n9,9,9,9,no\n";

    private const string Section = "path: data.csv\nlabel: {column: y, positive: \"yes\"}\n"
        + "split: {by: random, seed: 1, test: 0.5}\nmissing-values: [\"\", \"-999\"]\ncolumns: {n: number, c: category}";

    [Fact]
    public async Task Marker_OfANumber_StandsForItInEverySpellingWhereValuesAreNumbers()
    {
        using var dataset = new SomeDataset(Section, Csv);

        var document = (await dataset.ValidateAsync()).OrThrow();
        var loaded = (await DatasetLoader.LoadAsync(
            dataset.Request, document, new Progress<Core.Progress.StepEvent>(), TestContext.Current.CancellationToken)).OrThrow();

        document.Columns.Select(x => (x.Name, x.Type, x.Missing)).ShouldBe(
        [
            ("n", DataType.Number, 3), ("c", DataType.Category, 1), ("u", DataType.Integer, 3), ("code", DataType.Category, 1),
            ("y", DataType.Boolean, 0),
        ]);
        foreach (var column in document.Columns.Where(x => x.Role == ColumnRole.Feature))
            Enumerable.Range(0, 6).Count(loaded.Rows[column.Name].IsMissing).ShouldBe((int)column.Missing, column.Name);
    }

    [Fact]
    public async Task Marker_InAnotherSpelling_IsAValueOfAColumnThatTurnsOutToBeText()
    {
        const string csv = "t,y\n-999,yes\n-999.0,no\nred,yes\nred,no\n-9.99e2,yes\nblue,no\n";
        using var dataset = new SomeDataset(
            "path: data.csv\nlabel: {column: y, positive: \"yes\"}\nsplit: {by: random, seed: 1, test: 0.5}\n"
                + "missing-values: [\"\", \"-999\"]\nexpect: [{not-null: t}]",
            csv);

        var document = (await dataset.ValidateAsync()).OrThrow();
        var loaded = (await DatasetLoader.LoadAsync(
            dataset.Request, document, new Progress<Core.Progress.StepEvent>(), TestContext.Current.CancellationToken)).OrThrow();

        var column = document.Columns[0];
        (column.Type, column.Missing, column.Categories).ShouldBe((DataType.Category, 1, 4));
        Enumerable.Range(0, 6).Count(loaded.Rows["t"].IsMissing).ShouldBe(1);
        document.Evidence.Single(x => x.Check == "t/not-null").Lines.ShouldBe([2]);
    }

    [Fact]
    public void Markers_BeyondWhatADoubleTellsApart_StandForThemselvesAlone()
    {
        var markers = new MissingMarkers(["9007199254740994", "-1", "NA"]);

        markers.HasNumber("9007199254740994.0"u8).ShouldBeFalse();
        markers.HasNumber("9007199254740994"u8).ShouldBeTrue();
        markers.HasNumber("-1.000000000000000000000"u8).ShouldBeTrue();
        markers.Has("-1.0"u8).ShouldBeFalse();
        markers.HasNumber("NaN"u8).ShouldBeFalse();
    }
}
