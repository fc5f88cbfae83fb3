using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Data;

public class DatasetLoaderTests
{
    private const string Section =
        "path: data.csv\nlabel: {column: y, positive: \"yes\"}\nignore: [sex]\nprotected: [sex]\n"
        + "split: {by: time, column: on, test: 0.5}";

    private const string Csv = """
        id,on,sex,income,purpose,note,y
        x1,2024-01-04,F,10.50,home,"a ""b"", c",no
        x2,2024-01-01,M,?,car,"two
        lines",yes
        x3,2024-01-03,F,1e3,,plain,yes
        x4,2024-01-02,M,-7,car,NA,no

        """;

    private const string Columns = "\ncolumns: {id: identifier, note: text, income: number}";

    [Fact]
    public async Task Rows_OfEachType_AreTypedColumns()
    {
        using var dataset = new SomeDataset(Section + Columns, Csv);

        var loaded = (await LoadAsync(dataset)).OrThrow();

        loaded.Rows.Columns.Select(x => x.Name).ShouldBe(["on", "sex", "income", "purpose", "note", "y"]);
        loaded.Features.ShouldBe(["on", "income", "purpose", "note"]);
        Texts(loaded.Rows["income"]).ShouldBe(["10.5", null, "1000", "-7"]);
        Texts(loaded.Rows["purpose"]).ShouldBe(["home", "car", null, "car"]);
        Texts(loaded.Rows["note"]).ShouldBe(["a \"b\", c", "two\nlines", "plain", null]);
        loaded.Rows["purpose"].ShouldBeOfType<CategoryColumn>().Domain.Names.ShouldBe(["car", "home"]);
    }

    [Fact]
    public async Task Split_ByTime_JudgesByTheLastRows()
    {
        using var dataset = new SomeDataset(Section + Columns, Csv);

        var loaded = (await LoadAsync(dataset)).OrThrow();

        loaded.Split.Train.ShouldBe([1, 3]);
        loaded.Split.Test.ShouldBe([0, 2]);
        Texts(loaded.TestRows()["sex"]).ShouldBe(["F", "F"]);
        loaded.TrainIdentities().Concat(loaded.TestIdentities()).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task TrainingSet_OfADataset_HasFeaturesAndLabelAlone()
    {
        using var dataset = new SomeDataset(Section + Columns, Csv);

        var set = (await LoadAsync(dataset)).OrThrow().TrainingSet();

        set.Rows.Columns.Select(x => x.Name).ShouldBe(["on", "income", "purpose", "note", "y"]);
        (set.Label, set.Positive, set.Task).ShouldBe(("y", "yes", ModelTask.BinaryClassification));
        Texts(set.Rows["y"]).ShouldBe(["yes", "no"]);
    }

    [Fact]
    public async Task File_ChangedSinceValidated_IsAProblem()
    {
        using var dataset = new SomeDataset(Section + Columns, Csv);
        var document = (await dataset.ValidateAsync()).OrThrow();
        await File.AppendAllTextAsync(dataset.Path, "x5,2024-01-05,M,1,car,z,no\n", TestContext.Current.CancellationToken);

        var loaded = await LoadAsync(dataset, document);

        loaded.Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("data.csv: The file has changed since it was validated. Run ValidateData again.");
    }

    [Fact]
    public async Task Section_ChangedSinceValidated_IsAProblem()
    {
        using var dataset = new SomeDataset(Section + Columns, Csv);
        using var other = new SomeDataset(Section, Csv);
        var document = (await other.ValidateAsync()).OrThrow();

        var loaded = await LoadAsync(dataset, document);

        loaded.Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("model.yml:6:1: 'data' has changed since it was validated. Run ValidateData again.");
    }

    [Fact]
    public async Task Boolean_InAnySpelling_IsItsTruthUnlessItIsTheLabel()
    {
        using var dataset = new SomeDataset(
            "path: data.csv\nlabel: {column: y, positive: \"Yes\"}\nsplit: {by: random, seed: 1, test: 0.5}",
            "a,b,y\nTRUE,Y,Yes\nfalse,n,No\n1,N,Yes\nNA,y,No\n");

        var loaded = (await LoadAsync(dataset)).OrThrow();

        Texts(loaded.Rows["a"]).ShouldBe(["true", "false", "true", null]);
        Texts(loaded.Rows["b"]).ShouldBe(["true", "false", "false", "true"]);
        Texts(loaded.Rows["y"]).ShouldBe(["Yes", "No", "Yes", "No"]);
        loaded.Declared.Columns["a"].Type.ShouldBe(DataType.Boolean);
    }

    [Fact]
    public async Task Declared_OfADataset_IsWhatItsManifestSaysOfFeatures()
    {
        using var dataset = new SomeDataset(
            "path: data.csv\nlabel: {column: y, positive: a}\nsplit: {by: random, seed: 1, test: 0.5}\nunseen: refuse\n"
                + "missing-values: [\"-999\"]\n"
                + "columns: {x: {type: integer, between: [0, 9]}, z: {type: category, one-of: [p, q]}}",
            "y,x,z\nb,-999,p\na,2,q\na,3,p\n");

        var declared = (await LoadAsync(dataset)).OrThrow().TrainingSet().Declared;

        declared.Unseen.ShouldBe(UnseenPolicy.Refuse);
        declared.Spellings.Missing.ShouldBe(["-999"]);
        declared.Columns.Keys.ShouldBe(["x", "z"]);
        declared.Columns["x"].ShouldBe(new DeclaredInput(DataType.Integer, new Criterion.Between(0, 9)));
        declared.Columns["z"].ShouldBe(new DeclaredInput(DataType.Category, new Criterion.OneOf(["p", "q"])));
    }

    [Theory]
    [InlineData("number", "data.csv:2:4: 'secret' in column 'x' is not a number.")]
    [InlineData("integer", "data.csv:2:4: 'secret' in column 'x' is not a whole number.")]
    [InlineData("boolean", "data.csv:2:4: 'secret' in column 'x' is not true or false (true, t, yes, y, 1; false, f, no, n, 0).")]
    [InlineData("{type: number, personal: true}", "data.csv:2:4: A value in column 'x' is not a number.")]
    public async Task Value_OfAnotherType_IsLocatedAndShownUnlessPersonal(string type, string expected)
    {
        using var dataset = new SomeDataset(
            "path: data.csv\nlabel: {column: y, positive: a}\nsplit: {by: random, seed: 1, test: 0.5}\n"
                + $"columns: {{x: {type}}}",
            "y,x\nb, secret\na,1\na,0\n");

        var loaded = await LoadAsync(dataset);

        loaded.Problems.ShouldHaveSingleItem().ToString().ShouldBe(expected);
    }

    private static IEnumerable<string?> Texts(Column column) => Enumerable.Range(0, column.Count).Select(column.Text);

    private static async Task<Validated<Dataset>> LoadAsync(SomeDataset dataset, DatasetDocument? document = null) =>
        await DatasetLoader.LoadAsync(
            dataset.Request,
            document ?? (await dataset.ValidateAsync()).OrThrow(),
            new Progress<StepEvent>(),
            TestContext.Current.CancellationToken);
}
