using Pipeline.Core.Checks;
using Pipeline.Core.Extensions;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Rows;

public class CustomExpectationTests
{
    private const string Csv = """
        iban,x,y
        GB82WEST12345698765432,1,0
        DE89370400440532013000,2,1
        GB82WEST12345698765431,3,0
        ?,4,1
        nonsense,5,0

        """;

    private const string Section = "path: data.csv\nlabel: y\nsplit: {by: random, seed: 1, test: 0.4}\n";

    [Fact]
    public async Task Rows_RefusedByATeamsOwnLibrary_AreCountedAndShown()
    {
        using var dataset = new SomeDataset(Section + "expect: [{custom: iban-checksum, of: iban}]", Csv);

        var document = await ValidateAsync(dataset);

        document.Report.Results[^1].Verdict.ToString().ShouldBe(
            "Failed: count of rows that 'iban-checksum' refuses in column 'iban' is 2; at most 0 is required.");
        document.Evidence[^1].Anomaly.ShouldBe(DataAnomaly.CustomExpectation);
        document.Evidence[^1].Examples.Select(x => (x.Line, x.Values["iban"])).ShouldBe(
            [(4, "GB82WEST12345698765431"), (6, "nonsense")]);
    }

    [Theory]
    [InlineData("mostly: 0.6", true)]
    [InlineData("mostly: 0.61", false)]
    [InlineData("with: {country: DE}, mostly: 0.4", true)]
    [InlineData("with: {country: DE}, mostly: 0.5", false)]
    public async Task Rows_AcceptedMostly_Pass(string terms, bool passes)
    {
        using var dataset = new SomeDataset($"{Section}expect: [{{custom: iban-checksum, of: [iban], {terms}}}]", Csv);

        var document = await ValidateAsync(dataset);

        document.Report.Fails.ShouldBe(!passes, document.Report.Results[^1].Verdict.Reason);
    }

    [Fact]
    public async Task Fault_OfTheLibrary_IsNoVerdictOnTheData()
    {
        using var dataset = new SomeDataset(Section + "expect: [{custom: own-fault, of: [iban, x]}]", Csv);

        var document = await ValidateAsync(dataset);

        document.Report.Results[^1].Verdict.ToString().ShouldBe(
            "Errored: count of rows that 'own-fault' refuses in column 'iban, x' was not measured: "
                + "on line 4 it threw InvalidOperationException.");
    }

    [Theory]
    [InlineData("custom: iban-checksm, of: iban",
        "model.yml:10:21: There is no custom expectation 'iban-checksm'. Did you mean 'iban-checksum'?")]
    [InlineData("custom: iban-checksum, of: ibn", "model.yml:10:40: The data has no column 'ibn'. Did you mean 'iban'?")]
    [InlineData("custom: iban-checksum, of: iban, with: {contry: DE}",
        "model.yml:10:53: 'iban-checksum' has no option 'contry'. Did you mean 'country'?")]
    [InlineData("custom: iban-checksum, of: iban, with: {country: 7}",
        "model.yml:10:46: 'iban-checksum' refuses its options: A country has two letters, and '7' has not.")]
    public async Task Wish_NotKnown_IsAProblemOfTheManifest(string wish, string expected)
    {
        using var dataset = new SomeDataset($"{Section}expect: [{{{wish}}}]", Csv);

        var problems = (await SomeDataset.ValidateAsync(dataset.Request with { Expectations = Catalog() })).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe(expected);
    }

    private static ExpectationCatalog Catalog() =>
        new(ExtensionLibrary.Load(TeamLibrary.Path).OrThrow().Create<ICustomExpectation>().OrThrow());

    private static async Task<DatasetDocument> ValidateAsync(SomeDataset dataset) =>
        (await SomeDataset.ValidateAsync(dataset.Request with { Expectations = Catalog() })).OrThrow();
}
