using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Manifest;

namespace Pipeline.Data.Schemas;

public class ColumnsProposalTests
{
    [Fact]
    public async Task Proposal_OfAProfile_StatesTypesRangesValuesAndMissingShares()
    {
        var rows = Enumerable.Range(0, 200).Select(x =>
            $"{1000 + x},{x * 0.37},{x % 90},{"ab"[x % 2]},{(x % 20 == 0 ? "" : "no")},{x % 2}");
        using var dataset = Some(string.Join('\n', rows.Prepend("row_id,amount,age,kind,\"odd: name\",y")));

        var lines = await LinesAsync(dataset);

        lines.ShouldBe(
        [
            "row_id: {type: identifier, missing: {at-most: 0}}",
            "amount: {type: number, between: [0, 75], missing: {at-most: 0}}",
            "age: {type: integer, between: [0, 90], missing: {at-most: 0}}",
            "kind: {type: category, one-of: [a, b], missing: {at-most: 0}}",
            "\"odd: name\": {type: boolean, missing: {at-most: 0.08}}",
        ]);
    }

    [Fact]
    public async Task Proposal_WrittenIntoTheManifest_BindsAndHoldsForTheSameData()
    {
        var rows = Enumerable.Range(0, 300).Select(x =>
            $"{-x},\"say \"\"{"xyz"[x % 3]}\"\"\",{1e-7 * x},2024-01-{(x % 28) + 1:00},{x % 2}");
        using var dataset = Some(string.Join('\n', rows.Prepend("#n,true,tiny,day,y")));
        var lines = await LinesAsync(dataset);

        var text = ColumnsWriter.Write(dataset.Text, "model.yml", lines).OrThrow();
        var manifest = ManifestReader.Read(text, "model.yml", SomeDataset.Schema).OrThrow();
        var document = (await SomeDataset.ValidateAsync(dataset.Request with { Manifest = manifest })).OrThrow();

        document.Report.Results.ShouldAllBe(x => x.Verdict.Outcome == Outcome.Passed);
        document.Columns.Count(x => x.IsDeclared).ShouldBe(4);
    }

    private static SomeDataset Some(string csv) => new("path: data.csv\nlabel: y\nsplit: {by: random, seed: 1, test: 0.2}", csv);

    private static async Task<IReadOnlyList<string>> LinesAsync(SomeDataset dataset)
    {
        var token = TestContext.Current.CancellationToken;
        var profile = (await ProfileMaker.ProfileAsync(dataset.Request, new Progress<StepEvent>(), token)).OrThrow();
        return ColumnsProposal.Lines(profile, "y", []);
    }
}
