using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Manifest;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Schemas;

public class ColumnsProposalTests
{
    [Fact]
    public async Task Proposal_OfAProfile_StatesTypesRangesValuesAndMissingShares()
    {
        var rows = Enumerable.Range(0, 200).Select(x =>
            $"{1000 + x},{x * 0.37},{x % 90},{"ab"[x / 3 % 2]},{(x % 20 == 0 ? "" : "no")},{x % 2}");
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
            $"{-x},\"say \"\"{"xyz"[x % 3]}\"\"\",{1e-7 * x},2024-01-{(x % 27) + 1:00},{x % 2}");
        using var dataset = Some(string.Join('\n', rows.Prepend("#n,true,tiny,day,y")));
        var lines = await LinesAsync(dataset);

        var text = ColumnsWriter.Write(dataset.Text, "model.yml", lines).OrThrow();
        var manifest = ManifestReader.Read(text, "model.yml", SomeDataset.Schema).OrThrow();
        var document = (await SomeDataset.ValidateAsync(dataset.Request with { Manifest = manifest })).OrThrow();

        document.Report.Results.ShouldAllBe(x => x.Verdict.Outcome == Outcome.Passed);
        document.Columns.Count(x => x.IsDeclared).ShouldBe(4);
    }

    [Fact]
    public async Task Proposal_OfWhatPeopleShouldLookAt_SaysSo()
    {
        var rows = Enumerable.Range(0, 300).Select(x =>
            $"{1234567890123456000 + (x * 17)},{(x % 11 == 0 ? -999 : x % 40)},\"{x % 2},5\","
                + $"{new string('w', 70)}{x % 3},{x / 40 % 2 * 50},{x / 40 % 2}");
        using var dataset = Some(string.Join('\n', rows.Prepend("order_no,age,price,long,settled,y")));

        var lines = await LinesAsync(dataset);

        lines.ShouldBe(
        [
            "order_no: {type: identifier, missing: {at-most: 0}}",
            "age: {type: integer, missing: {at-most: 0}} # -999 is far from all else: if it stands for none, add it to "
                + "missing-values, and give limits",
            "price: {type: category, one-of: [\"0,5\", \"1,5\"], missing: {at-most: 0}} "
                + "# numbers with a decimal comma are read as texts: write a point",
            "long: {type: category, missing: {at-most: 0}}",
            "settled: {type: integer, between: [0, 50], missing: {at-most: 0}} # alone it gives the label away "
                + "(|2 AUC - 1| by its order is 1): if it is known only later, add it to ignore",
        ]);
    }

    [Fact]
    public async Task Expectations_WhereNothingGivesTheLabelAway_AreThatNothingMay()
    {
        var rows = Enumerable.Range(0, 300).Select(x => $"{x * 7919 % 101},{x % 3},{x % 2}").ToList();
        using var clean = Some(string.Join('\n', rows.Prepend("a,b,y")));
        using var leaking = Some(string.Join('\n', rows.Select(x => $"{x[^1]},{x}").Prepend("c,a,b,y")));
        using var few = Some(string.Join('\n', rows.Take(30).Prepend("a,b,y")));

        ColumnsProposal.Expectations(await ProfileAsync(clean)).ShouldBe(["- label-leakage: features"]);
        ColumnsProposal.Expectations(await ProfileAsync(leaking)).ShouldBeEmpty();
        ColumnsProposal.Expectations(await ProfileAsync(few)).ShouldBeEmpty();
    }

    private static SomeDataset Some(string csv) => new("path: data.csv\nlabel: y\nsplit: {by: random, seed: 1, test: 0.2}", csv);

    private static async Task<IReadOnlyList<string>> LinesAsync(SomeDataset dataset) =>
        ColumnsProposal.Lines(await ProfileAsync(dataset), "y", []);

    private static async Task<ProfileDocument> ProfileAsync(SomeDataset dataset) => (await ProfileMaker.ProfileAsync(
        dataset.Request, new Progress<StepEvent>(), TestContext.Current.CancellationToken)).OrThrow();
}
