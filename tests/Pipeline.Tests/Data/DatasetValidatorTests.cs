using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data;

public class DatasetValidatorTests
{
    private const string Csv = """
        id,income,purpose,sex,joined,owns,note,code,defaulted
        1,100.5,car,F,2024-01-01,yes,first of all,01,yes
        2,200,home,M,2024-01-02,no,"second, then",02,no
        3,?,car,F,2024-01-03,yes,third,03,no
        4,-5,boat,M,2024-01-04,no,fourth,04,no
        4,abc,,F,2024-01-05,yes,fifth,05,yes
        6,300,home,M,2024-01-06,no,sixth,06,no

        """;

    private const string Section =
        "path: data.csv\nlabel: {column: defaulted, positive: \"yes\"}\nsplit: {by: random, seed: 1, test: 0.5}\n";

    [Fact]
    public async Task Document_OfAFile_DescribesEachColumn()
    {
        using var dataset = new SomeDataset(Section + "ignore: [id]\nprotected: [sex]\ncolumns: {purpose: category}", Csv);

        var document = (await dataset.ValidateAsync()).OrThrow();

        document.Rows.ShouldBe(6);
        document.Size.ShouldBe(new FileInfo(dataset.Path).Length);
        document.Data.ShouldBe(Digest.OfBytes(await File.ReadAllBytesAsync(dataset.Path, TestContext.Current.CancellationToken)));
        document.Inputs.Keys.ShouldBe(["data", "manifest.data"]);
        document.Protected.ShouldBe(["sex"]);
        document.Label.Classes.ShouldBe([new("no", 4, 4 / 6.0), new("yes", 2, 2 / 6.0)]);
        document.Columns.Select(x => (x.Name, x.Type, x.Role, x.Missing, x.Categories)).ShouldBe(
        [
            ("id", DataType.Integer, ColumnRole.Ignored, 0, null), ("income", DataType.Category, ColumnRole.Feature, 1, 5),
            ("purpose", DataType.Category, ColumnRole.Feature, 1, 3), ("sex", DataType.Category, ColumnRole.Feature, 0, 2),
            ("joined", DataType.Timestamp, ColumnRole.Feature, 0, null), ("owns", DataType.Boolean, ColumnRole.Feature, 0, 2),
            ("note", DataType.Category, ColumnRole.Feature, 0, 6), ("code", DataType.Category, ColumnRole.Feature, 0, 6),
            ("defaulted", DataType.Boolean, ColumnRole.Label, 0, 2),
        ]);
    }

    [Theory]
    [InlineData("columns: {income: number}", "income/type", DataAnomaly.TypeMismatch, 1, 5, "6")]
    [InlineData(
        "columns: {income: {type: number, between: [0, 9]}}", "income/values", DataAnomaly.ValueOutOfRange, 5, 5, "2 3 5 6 7")]
    [InlineData("columns: {joined: integer}", "joined/type", DataAnomaly.TypeMismatch, 6, 6, "2 3 4 5 6 7")]
    [InlineData("columns: {sex: {type: category, one-of: [F, m]}}", "sex/values", DataAnomaly.UnexpectedValue, 3, 6, "3 5 7")]
    [InlineData("columns: {note: {type: text, missing: {at-least: 0.1}}}", "note/missing", DataAnomaly.MissingShare, 0, 6, "")]
    [InlineData("expect: [{unique: id}]", "id/unique", DataAnomaly.DuplicateValue, 1, 6, "6")]
    [InlineData("expect: [{not-null: [sex, purpose]}]", "purpose/not-null", DataAnomaly.NullValue, 1, 6, "6")]
    [InlineData(
        "expect: [{values: code, one-of: ['01', '02', '03', '04', '05', 6]}]",
        "code/values", DataAnomaly.UnexpectedValue, 1, 6, "7")]
    [InlineData(
        "columns: {code: {type: integer, one-of: [1, 2, 3, 4, 5]}}", "code/values", DataAnomaly.UnexpectedValue, 1, 6, "7")]
    public async Task Expectation_NotMet_FailsWithCountShareAndLines(
        string expected, string id, DataAnomaly anomaly, long count, double looked, string lines)
    {
        using var dataset = new SomeDataset(Section + expected, Csv);

        var document = (await dataset.ValidateAsync()).OrThrow();

        document.Report.Failures.Select(x => x.Check.Id).ShouldContain(id);
        var evidence = document.Evidence.Single(x => x.Check == id);
        (evidence.Anomaly, evidence.Count, evidence.Share).ShouldBe((anomaly, count, count / looked));
        string.Join(' ', evidence.Lines).ShouldBe(lines);
    }

    [Theory]
    [InlineData("columns: {purpose: {type: category, one-of: [car, home, boat], missing: {at-most: 0.2}}}")]
    [InlineData("columns: {owns: boolean, joined: timestamp, note: text, code: identifier}")]
    [InlineData("expect: [{unique: [id, joined]}, {rows: {between: [6, 6]}}, {not-null: sex}, {class-balance: {at-least: 0.3}}]")]
    [InlineData("expect: [{missing: income, at-most: 0.17}, {rows: {at-least: 7}, severity: warn}]")]
    public async Task Expectation_Met_Passes(string expected)
    {
        using var dataset = new SomeDataset(Section + expected, Csv);

        var document = (await dataset.ValidateAsync()).OrThrow();

        document.Report.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Expectation_OfTheManifest_SaysWhereItWasAsked()
    {
        using var dataset = new SomeDataset(Section + "expect: [{rows: {at-least: 7}}, {rows: {at-most: 7}}]", Csv);

        var document = (await dataset.ValidateAsync()).OrThrow();

        var rows = document.Report.Results.Where(x => x.Check.Source is not null).ToList();
        rows.Select(x => (x.Check.Id, x.Check.Source)).ShouldBe([("rows", "data.expect[0]"), ("rows#2", "data.expect[1]")]);
        rows[0].Verdict.ToString().ShouldBe("Failed: rows is 6; at least 7 is required.");
        document.Evidence.Where(x => x.Anomaly == DataAnomaly.RowCount).Select(x => x.Check).ShouldBe(["rows", "rows#2"]);
    }

    [Theory]
    [InlineData("yes,yes", "label/classes", "Failed: count of classes in column 'y' is 1; between 2 and 2 is required.")]
    [InlineData("a,b,c", "label/classes", "Failed: count of classes in column 'y' is 3; between 2 and 2 is required.")]
    [InlineData("yes,no,?", "label/missing", "Failed: count of missing values in column 'y' is 1; at most 0 is required.")]
    public async Task Label_NotOfTwoClasses_Fails(string labels, string id, string verdict)
    {
        var csv = "x,y\n" + string.Join('\n', labels.Split(',').Select((x, i) => $"{i},{x}"));
        using var dataset = new SomeDataset(Section.Replace("defaulted", "y", StringComparison.Ordinal), csv);

        var document = (await dataset.ValidateAsync()).OrThrow();

        document.Report.Failures.Single(x => x.Check.Id == id).Verdict.ToString().ShouldBe(verdict);
    }

    [Theory]
    [InlineData(
        "label: {column: y, positive: Yes}",
        "model.yml:8:32: The positive class 'Yes' is not in the data; 'no' and 'yes' are. Did you mean 'yes'?")]
    [InlineData(
        "label: y",
        "model.yml:8:10: The label's classes are 'no' and 'yes', and nothing says which one is positive. "
            + "Write label: {column: y, positive: \"yes\"}, or the other.")]
    public async Task Label_PositiveClassUnclear_IsAProblem(string label, string expected)
    {
        using var dataset = new SomeDataset("path: data.csv\n" + label, "x,y\n1,yes\n2,no\n3,no\n4,no\n5,yes\n");

        var problems = (await dataset.ValidateAsync()).Problems;

        problems.Select(x => x.ToString()).ShouldContain(expected);
    }

    [Theory]
    [InlineData("regression", "regression")]
    [InlineData("multiclass-classification", "multiclass classification")]
    public async Task Label_PositiveClassOfAnotherTask_IsAProblemInItsPlace(string task, string words)
    {
        using var dataset = new SomeDataset("path: data.csv\nlabel: {column: y, positive: \"1\"}", "x,y\n1,1\n2,2\n", task);

        var problems = (await dataset.ValidateAsync()).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe(
            $"model.yml:8:32: Of two classes one is positive, and the task is {words}. "
            + "Leave 'positive' out, or write task: binary-classification.");
    }

    [Fact]
    public async Task Names_NotInTheData_AreAllLocatedWithTheNearest()
    {
        using var dataset = new SomeDataset(
            "path: data.csv\nlabel: {column: default, positive: \"yes\"}\nignore: [sex, di]\nprotected: [age]\n"
                + "split: {by: hash, of: [ids]}\ncolumns: {incom: number}\n"
                + "expect: [{unique: [id, joind]}, {values: purpos, one-of: [a]}]",
            Csv);

        var problems = (await dataset.ValidateAsync()).Problems;

        problems.Select(x => x.ToString()).ShouldBe(
        [
            "model.yml:8:19: The data has no column 'default'. Did you mean 'defaulted'?",
            "model.yml:9:17: The data has no column 'di'. Did you mean 'id'?",
            "model.yml:10:15: The data has no column 'age'. "
                + "Known here: code, defaulted, id, income, joined, note, owns, purpose, sex.",
            "model.yml:11:26: The data has no column 'ids'. Did you mean 'id'?",
            "model.yml:12:13: The data has no column 'incom'. Did you mean 'income'?",
            "model.yml:13:26: The data has no column 'joind'. Did you mean 'joined'?",
            "model.yml:13:44: The data has no column 'purpos'. Did you mean 'purpose'?",
        ]);
    }

    [Theory]
    [InlineData("path: dta.csv", "model.yml:7:9: There is no file 'dta.csv'. Did you mean 'data.csv'?")]
    [InlineData("path: parts", "model.yml:7:9: The folder 'parts' has no .csv, .tsv, .tab, .jsonl, .ndjson, .parquet file.")]
    [InlineData("path: \"*.tsv\"", "model.yml:7:9: No file matches '*.tsv'.")]
    public async Task File_NotThere_IsLocatedInTheManifest(string path, string expected)
    {
        using var dataset = new SomeDataset(path + "\nlabel: y", Csv);

        var problems = (await dataset.ValidateAsync()).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe(expected);
    }

    [Fact]
    public async Task File_WithoutRows_IsAProblem()
    {
        using var dataset = new SomeDataset("path: data.csv\nlabel: y", "x,y\n");

        var problems = (await dataset.ValidateAsync()).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe("data.csv: The file has a header and no rows.");
    }

    [Fact]
    public async Task Document_OfAPersonalColumn_ShowsNoValueOfIt()
    {
        const string csv = "name,x,defaulted\nsecretive,1,yes\nsecretive,x,no\nhidden,3,no\n";
        using var dataset = new SomeDataset(
            Section + "columns: {name: {type: category, one-of: [known], personal: true}}\nexpect: [{unique: name}]", csv);

        var document = (await dataset.ValidateAsync()).OrThrow();

        var json = JsonSerializer.Serialize(document, DocumentJson.Options);
        json.ShouldNotContain("secretive");
        json.ShouldNotContain("hidden");
        document.Columns[0].IsPersonal.ShouldBeTrue();
    }

    [Fact]
    public async Task Document_WrittenAndRead_IsTheSame()
    {
        using var dataset = new SomeDataset(Section + "columns: {income: {type: number, between: [0, 250]}}", Csv);
        var document = (await dataset.ValidateAsync()).OrThrow();

        var read = DocumentFile.Read<DatasetDocument>(DocumentFile.Bytes(document), "dataset.json").OrThrow();

        CanonicalJson.Of(read).ShouldBe(CanonicalJson.Of(document));
        read.Schema.ShouldBe("pipeline/dataset/v1");
    }

    [Fact]
    public async Task Document_InAnotherCulture_IsTheSame()
    {
        using var dataset = new SomeDataset(Section + "columns: {income: {type: number, between: [0.5, 250]}}", Csv);
        var expected = (await dataset.ValidateAsync()).OrThrow();
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };

        var document = (await dataset.ValidateAsync()).OrThrow();

        CultureInfo.CurrentCulture = before;
        CanonicalJson.Of(document).ShouldBe(CanonicalJson.Of(expected));
    }

    [Fact]
    public async Task Numbers_WithDecimalCommas_AreAWarningWithTheirColumns()
    {
        const string Plain = "path: data.csv\nlabel: y\nsplit: {by: random, seed: 1}";
        using var dataset = new SomeDataset(Plain, "a;b;y\n1,5;x;1\n2;y;0\n3,5;z;1\n");

        var check = (await dataset.ValidateAsync()).OrThrow().Report.Results.Single(x => x.Check.Id == "columns/decimal-comma");

        (check.Check.Severity, check.Verdict.Outcome).ShouldBe((Severity.Warn, Outcome.Failed));
        check.Verdict.Reason.ShouldStartWith(
            "count of columns whose numbers have a decimal comma and are read as texts ('a') is 1;");
    }

    [Theory]
    [InlineData("", Outcome.Failed, 3)]
    [InlineData(", format: {quotes: double}", null, 3)]
    [InlineData(", format: {quotes: none}", null, 5)]
    public async Task Quotes_OverSeveralLinesOfTsv_AreAWarningUnlessTheyAreStated(string format, Outcome? outcome, long rows)
    {
        using var files = new SomeFiles("data.tsv", $", split: {{by: random, seed: 1}}{format}")
            .With("data.tsv", "t\ty\nfive\t1\n\"six\t2\nseven\t3\neight\"\t4\nnine\t5\n");

        var document = (await SomeDataset.ValidateAsync(files.Request)).OrThrow();

        document.Rows.ShouldBe(rows);
        var check = document.Report.Results.SingleOrDefault(x => x.Check.Id == "quotes/line-breaks");
        (check?.Verdict.Outcome).ShouldBe(outcome);
        document.Evidence.SingleOrDefault(x => x.Check == "quotes/line-breaks")?.Lines.ShouldBe([3]);
    }
}
