using LoanGenerator;
using Pipeline.Manifest;
using Pipeline.Models.Documents;
using Pipeline.Testing;

namespace Pipeline.Data.Samples;

public class LoanSampleTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "loan-default");

    [Fact]
    public void Data_Generated_IsTheCommittedFile()
    {
        var bytes = LoanFile.Bytes();

        bytes.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Folder, "data", "loans.csv"))).ShouldBeTrue(
            "Run the generator: dotnet run --project samples/loan-default/generator -- samples/loan-default/data/loans.csv");
    }

    [Fact]
    public async Task Data_Validated_MeetsItsManifest()
    {
        var document = await ValidateAsync();

        document.Report.Results.Where(x => x.IsBad).ShouldBeEmpty();
        document.Report.Results.Count.ShouldBeGreaterThan(25);
        document.Rows.ShouldBe(12_000);
        document.Split.Test.ShouldBeInRange(2_250, 2_550);
        document.Label.Classes.Single(x => x.Name == "yes").Share.ShouldBeInRange(0.2, 0.3);
        document.Columns.Where(x => x.Missing > 0).Select(x => x.Name).ShouldBe(["employed_years", "income", "history_years"]);
        document.Columns.Count(x => x.Role == ColumnRole.Feature).ShouldBe(14);
    }

    private static async Task<DatasetDocument> ValidateAsync()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "model.yml"), TestContext.Current.CancellationToken);
        var data = text[..text.IndexOf("\ntraining:", StringComparison.Ordinal)];
        var manifest = ManifestReader.Read(data, "model.yml", SomeDataset.Schema).OrThrow();
        return (await SomeDataset.ValidateAsync(new DatasetRequest { Manifest = manifest, Folder = Folder })).OrThrow();
    }
}
