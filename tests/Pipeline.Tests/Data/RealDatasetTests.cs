using Pipeline.Manifest;
using Pipeline.Models.Documents;
using Pipeline.Testing;

namespace Pipeline.Data;

/// <summary>Public datasets, read as their manifests would: the counts are those of a plain reading of the files.</summary>
public class RealDatasetTests
{
    [Theory]
    [InlineData("adult.csv", "{column: label(IsOver50K), positive: \"1\"}", 32_561, 15)]
    [InlineData("electricity.csv", "class", 45_312, 7)]
    [InlineData("taxi-fare-train.csv", "fare_amount", 100_000, 7, "regression")]
    [InlineData("taxi-fare-test.csv", "fare_amount", 100_000, 7, "regression")]
    [InlineData("penguins.csv", "species", 344, 7, "multiclass-classification")]
    public async Task Dataset_Public_HasItsRowsAndColumns(
        string file, string label, long rows, int columns, string task = "binary-classification")
    {
        var document = await ValidateAsync(file, label, task);

        document.Rows.ShouldBe(rows);
        document.Columns.Count.ShouldBe(columns);
        document.Report.Fails.ShouldBeFalse(document.Report.Summary);
        (document.Split.Train + document.Split.Test).ShouldBe((int)rows);
        (document.Split.Test / (double)rows).ShouldBeInRange(0.14, 0.26);
    }

    [Fact]
    public async Task Adult_QuestionMarksAfterASpace_AreMissing()
    {
        var document = await ValidateAsync("adult.csv", "label(IsOver50K)", "binary-classification");

        Missing(document).ShouldBe(
        [
            ("workclass", 1836, DataType.Category), ("occupation", 1843, DataType.Category),
            ("native-country", 583, DataType.Category),
        ]);
        document.Label.Positive.ShouldBe("1");
        document.Label.Classes.ShouldBe([new("0", 24_720, 24_720 / 32_561.0), new("1", 7_841, 7_841 / 32_561.0)]);
        document.Columns.Single(x => x.Name == "native-country").Categories.ShouldBe(41);
    }

    [Fact]
    public async Task Penguins_EmptyValues_AreMissing()
    {
        var document = await ValidateAsync("penguins.csv", "species", "multiclass-classification");

        Missing(document).ShouldBe(
        [
            ("bill_length_mm", 2, DataType.Number), ("bill_depth_mm", 2, DataType.Number),
            ("flipper_length_mm", 2, DataType.Integer), ("body_mass_g", 2, DataType.Integer), ("sex", 11, DataType.Category),
        ]);
        document.Label.Classes.Select(x => (x.Name, x.Count)).ShouldBe([("Adelie", 152), ("Chinstrap", 68), ("Gentoo", 124)]);
    }

    [Theory]
    [InlineData("taxi", 200_000, "duplicate-rows", 70_471)]
    [InlineData("penguins", 344, "", 0)]
    [InlineData("electricity", 45_312, "", 0)]
    [InlineData("corefx-issues", 1_615, "Description/personal-data", 14)]
    public async Task Manifest_OfPublicData_FindsWhatIsTrueOfIt(string name, long rows, string bad, long found)
    {
        _ = Repository.Shared("data", "README.md");
        var folder = Path.Combine(Repository.Root, "tests", "Manifests", name);
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, "model.yml"), TestContext.Current.CancellationToken);
        var text = string.Join('\n', lines.TakeWhile(x => x != "training:"));
        var manifest = ManifestReader.Read(text, $"tests/Manifests/{name}/model.yml", SomeDataset.Schema).OrThrow();

        var document = (await SomeDataset.ValidateAsync(new DatasetRequest { Manifest = manifest, Folder = folder })).OrThrow();

        document.Rows.ShouldBe(rows);
        document.Report.Fails.ShouldBeFalse();
        document.Report.Warnings.Select(x => x.Check.Id).ShouldBe(bad.Length == 0 ? [] : [bad]);
        document.Evidence.Where(x => x.Check == bad).Sum(x => x.Count).ShouldBe(found);
    }

    private static IEnumerable<(string Name, long Missing, DataType Type)> Missing(DatasetDocument document) =>
        document.Columns.Where(x => x.Missing > 0).Select(x => (x.Name, x.Missing, x.Type));

    private static async Task<DatasetDocument> ValidateAsync(string file, string label, string task)
    {
        var path = Repository.Shared("data", file);
        var text = $"pipeline: 1\nname: real\ntask: {task}\nowner: us\ndescription: Real.\n"
            + $"data: {{path: {file}, label: {label}}}\n";
        var manifest = ManifestReader.Read(text, "model.yml", SomeDataset.Schema).OrThrow();
        var request = new DatasetRequest { Manifest = manifest, Folder = Path.GetDirectoryName(path)! };
        return (await SomeDataset.ValidateAsync(request)).OrThrow();
    }
}
