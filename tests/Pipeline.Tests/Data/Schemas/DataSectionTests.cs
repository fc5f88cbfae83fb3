using Pipeline.Models.Documents;


namespace Pipeline.Data.Schemas;

public class DataSectionTests
{
    private const string Csv = "a,b,y\n1,x,0\nnone,x,1\n3,-,0\n";

    [Theory]
    [InlineData(
        "path: d.xlsx\nlabel: y",
        "model.yml:7:9: 'data.path': '.xlsx' files are not read; "
            + "Parquet is, and CSV, TSV and JSON lines are, plain or packed with gzip.")]
    [InlineData(
        "path: d.parquet\nformat: {type: parquet, header: true}\nlabel: y",
        "model.yml:8:3: 'data.format': A Parquet file has neither a separator nor a header nor quotes.")]
    [InlineData(
        "path: d.csv\nlabel: y\nignore: [a, y]",
        "model.yml:9:15: 'data.ignore[1]': The label 'y' cannot be ignored.")]
    [InlineData(
        "path: d.csv\nlabel: y\nweight: y",
        "model.yml:9:11: 'data.weight': The label 'y' cannot be the weight as well.")]
    [InlineData(
        "path: d.csv\nlabel: y\nweight: a\nignore: [a]",
        "model.yml:10:12: 'data.ignore[0]': The weight 'a' cannot be ignored.")]
    [InlineData(
        "path: d.csv\nlabel: y\nweight: a\ncolumns: {a: category}",
        "model.yml:9:11: 'data.weight': 'a' is declared as something else than a number.")]
    [InlineData(
        "path: d.csv\nlabel: y\nprotected: [y]",
        "model.yml:9:15: 'data.protected[0]': The label 'y' cannot be protected.")]
    [InlineData("path: d.csv\nlabel: y\nexpect: [{uniqe: a}]",
        "model.yml:9:13: 'data.expect[0]' begins with 'uniqe'; a mapping with rows or unique or not-null or none-of or regex or "
        + "not-regex or values or lengths or missing or mean or median or quantile or standard-deviation or sum or min or max or "
        + "distinct-count or freshness or increasing or pair or duplicate-rows or train-test-overlap or class-balance or "
        + "label-leakage or personal-data or drift or custom is accepted. Did you mean 'unique'?")]
    [InlineData("path: d.csv\nlabel: y\ncolumns: {a: nmber}",
        "model.yml:9:16: 'data.columns.a.type' is the text 'nmber'; one of number, integer, boolean, category, text, timestamp, "
        + "identifier is accepted. Did you mean 'number'?")]
    [InlineData("path: d.csv\nlabel: y\ncolumns: {a: {type: category, at-least: 1}}",
        "model.yml:9:13: 'data.columns.a': Only numbers and integers have limits; one-of is accepted for other types.")]
    [InlineData("path: d.csv\nlabel: y\ncolumns: {a: {type: number, no-worse-than: champion}}",
        "model.yml:9:13: 'data.columns.a': A column is compared with nothing; at-least, at-most, between or one-of is accepted.")]
    [InlineData("path: d.csv\nlabel: y\ncolumns: {y: {type: category, personal: true}}",
        "model.yml:9:3: 'data.columns': The classes of the label 'y' are in every report, so that it cannot be personal.")]
    public void Section_Wrong_IsRefusedInItsPlace(string data, string expected)
    {
        using var dataset = new SomeDataset(data, Csv);

        var problems = dataset.ManifestProblems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe(expected);
    }

    [Fact]
    public async Task Weight_OfTheData_IsNoFeature()
    {
        using var dataset = new SomeDataset("path: data.csv\nlabel: y\nweight: a\nsplit: {by: random, seed: 1}", Csv);
        using var without = new SomeDataset("path: data.csv\nlabel: y\nweight: aa\nsplit: {by: random, seed: 1}", Csv);

        var document = (await dataset.ValidateAsync()).OrThrow();
        var problems = (await without.ValidateAsync()).Problems;

        document.Columns.Select(x => x.Role).ShouldBe([ColumnRole.Weight, ColumnRole.Feature, ColumnRole.Label]);
        problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "model.yml:9:11: The data has no column 'aa'. Known here: a, b, y.");
    }

    [Fact]
    public async Task MissingValues_Named_ReplaceTheUsualOnes()
    {
        using var dataset = new SomeDataset(
            "path: data.csv\nlabel: y\nsplit: {by: random, seed: 1}\nmissing-values: [none, \"-\"]", Csv);

        var document = (await dataset.ValidateAsync()).OrThrow();

        document.Columns.Select(x => (x.Type, x.Missing)).ShouldBe(
            [(DataType.Integer, 1), (DataType.Category, 1), (DataType.Integer, 0)]);
    }

    [Theory]
    [InlineData("1\n2\n3", DataType.Integer)]
    [InlineData("1.5\n2\n3", DataType.Number)]
    [InlineData("01\n02\n10", DataType.Category)]
    [InlineData("yes\nno\nno", DataType.Boolean)]
    [InlineData("TRUE\nFALSE\nTrue", DataType.Boolean)]
    [InlineData("Y\nN\nN", DataType.Boolean)]
    [InlineData("F\nF\nF", DataType.Category)]
    [InlineData("2024-01-01\n2024-01-02\n?", DataType.Timestamp)]
    [InlineData("?\n\"\"\nNA", DataType.Number)]
    [InlineData("1\nx\n3", DataType.Category)]
    public async Task Type_NotDeclared_IsFoundInTheValues(string values, DataType expected)
    {
        var rows = values.Split('\n').Select((x, i) => $"{x},{i % 2}");
        using var dataset = new SomeDataset(
            "path: data.csv\nlabel: y\nsplit: {by: random, seed: 1, test: 0.4}", "x,y\n" + string.Join('\n', rows));

        var document = (await dataset.ValidateAsync()).OrThrow();

        document.Columns[0].Type.ShouldBe(expected);
    }

    [Fact]
    public async Task Type_OfManyDifferentTexts_IsText()
    {
        var csv = "x,y\n" + string.Concat(Enumerable.Range(0, 100).Select(x => $"free text {x},{x % 2}\n"));
        using var dataset = new SomeDataset("path: data.csv\nlabel: y", csv);

        var document = (await dataset.ValidateAsync()).OrThrow();

        document.Columns[0].Type.ShouldBe(DataType.Text);
    }

    [Theory]
    [InlineData(
        "multiclass-classification",
        "model.yml:8:10: The label 'y' has more than 1000 classes. A number is predicted by a regression.")]
    [InlineData("regression", "model.yml:8:10: The label 'y' is of type text; a regression predicts a number.")]
    public async Task Label_NotOfTheTask_IsAProblem(string task, string expected)
    {
        var csv = "x,y\n" + string.Concat(Enumerable.Range(0, 1200).Select(x => $"1,c{x}\n"));
        using var dataset = new SomeDataset("path: data.csv\nlabel: y", csv, task);

        var problems = (await dataset.ValidateAsync()).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe(expected);
    }

    [Fact]
    public void Schema_ForEditors_KnowsTheSection()
    {
        var schema = SomeDataset.Schema.ToJsonSchema();

        schema.ShouldContain("\"class-balance\"");
        schema.ShouldContain("\"identifier\"");
    }
}
