using Pipeline.Core.Problems;
using Pipeline.Testing;

namespace Pipeline.Data;

public class QuarantineTests
{
    private const string Section = "path: data.csv\nlabel: y\nsplit: {by: random, seed: 1, test: 0.5}\n";
    private const string Csv = "id,name,age,y\n1,\"a, b\",10,0\n2,c,-5,1\n2,\"d \"\"e\"\"\",20,0\n3,f,200,1\n";

    [Fact]
    public async Task Rows_ThatFailChecks_AreSetAsideWithTheirChecks()
    {
        using var folder = new TemporaryFolder();
        var path = folder["quarantine.csv"];

        await ValidateAsync("expect: [{unique: id}, {values: age, between: [0, 120]}]", path);

        File.ReadAllText(path).ShouldBe(
            "id,name,age,y,failed_checks\n2,c,-5,1,age/values\n2,\"d \"\"e\"\"\",20,0,id/unique\n3,f,200,1,age/values\n");
        folder.Files.ShouldBe(["quarantine.csv"]);
    }

    [Fact]
    public async Task File_OfAnEarlierRun_GoesWhenNoRowFails()
    {
        using var folder = new TemporaryFolder();
        folder.Write("quarantine.csv", "old");

        await ValidateAsync("expect: [{rows: {at-least: 1}}]", folder["quarantine.csv"]);

        folder.Files.ShouldBeEmpty();
    }

    private static async Task ValidateAsync(string expected, string path)
    {
        using var dataset = new SomeDataset(Section + expected, Csv);
        (await SomeDataset.ValidateAsync(dataset.Request with { QuarantinePath = path })).IsValid.ShouldBeTrue();
    }
}
