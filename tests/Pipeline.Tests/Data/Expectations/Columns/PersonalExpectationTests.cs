using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Columns;

public class PersonalExpectationTests
{
    private const string Csv =
        "note,mail,x,y\nann@a.org,b@b.org,1,0\n?,c@c.org,2,1\n+4917012345678,,3,0\nfine,,4,1\nbob@a.org,,5,1\n";

    private const string Section =
        "path: data.csv\nlabel: y\nsplit: {by: random, seed: 1, test: 0.4}\ncolumns: {mail: {type: text, personal: true}}\n";

    [Fact]
    public void Column_NotDeclaredPersonal_FailsWithWhatItHolds()
    {
        using var dataset = new SomeDataset(Section + "expect: [{personal-data: undeclared}]", Csv);

        var checks = new PartitionRun { Partitions = 2, BlockBytes = 16 }.Judge(dataset);

        var check = checks.Single(x => x.Result.IsBad);
        check.Result.Verdict.ToString().ShouldBe(
            "Failed: share of values that look personal (2 e-mail addresses, 1 phone numbers) in column 'note' is 0.75; "
                + "at most 0 is required.");
        (check.Evidence.Anomaly, check.Evidence.Count).ShouldBe((DataAnomaly.PersonalData, 3));
        check.Evidence.Lines.ShouldBe([2, 4, 6]);
        checks.ShouldNotContain(x => x.Result.Check.Id == "mail/personal-data");
    }

    [Fact]
    public void Column_WithATolerance_Passes()
    {
        using var dataset = new SomeDataset(Section + "expect: [{personal-data: undeclared, at-most: 0.75}]", Csv);

        var checks = new PartitionRun().Judge(dataset);

        checks.ShouldNotContain(x => x.Result.IsBad);
    }

    [Fact]
    public async Task Document_OfWhatWasFound_ShowsNoneOfIt()
    {
        using var dataset = new SomeDataset(Section + "expect: [{personal-data: undeclared}]", Csv);

        var document = (await dataset.ValidateAsync()).OrThrow();

        JsonSerializer.Serialize(document, DocumentJson.Options).ShouldNotContain("a.org");
    }
}
