using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Deployment.Retention;

public sealed class RevisionPointersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pointers_OfALongHistory_AreWhatRunsAndTheWaysBack()
    {
        var document = Document(9, [.. Enumerable.Range(1, 9).Select(x => Revision(x))]) with { Standby = 8 };

        var kept = Kept(document, waysBack: 3);

        kept.Select(x => x.Number).ShouldBe([6, 7, 8, 9]);
        kept.Single(x => x.Number == 9).By.ShouldBe("revision 9 (version 9) answers");
        kept.Single(x => x.Number == 8).By.ShouldBe("revision 8 (version 8) is the standby");
        kept.Single(x => x.Number == 7).By.ShouldBe("revision 7 (version 7) is a way back");
    }

    [Fact]
    public void Pointers_AfterARollback_AreThoseBehindAndTheOneThatWasLeft()
    {
        var revisions = new[] { Revision(1), Revision(2), Revision(3), Revision(4, minute: 90), Revision(5) };
        var document = Document(4, revisions) with { Standby = 5 };

        Kept(document, waysBack: 2).Select(x => x.Number).ShouldBe([2, 3, 4, 5]);
    }

    [Fact]
    public void Pointers_AfterDown_AreThoseThatAnsweredLast()
    {
        var document = Document(null, Revision(1), Revision(2), Revision(3));

        Kept(document, waysBack: 2).Select(x => x.Number).ShouldBe([2, 3]);
    }

    [Fact]
    public void Pointers_OfWhatNeverAnswered_AreOnlyWhileItRuns()
    {
        var tried = Revision(2) with { Promoted = null };
        var document = Document(1, Revision(1), tried, tried with { Number = 3, State = RevisionState.Stopping });

        Kept(document with { Candidate = 2 }, waysBack: 5).Select(x => x.Number).ShouldBe([1, 2, 3]);
        Kept(document, waysBack: 5).Select(x => x.Number).ShouldBe([1, 3]);
    }

    [Fact]
    public void Pointers_OfAVersionWithAnAlias_SayWhich()
    {
        var document = Document(9, [.. Enumerable.Range(1, 9).Select(x => Revision(x))]);
        var named = new Dictionary<ModelVersion, string> { [new ModelVersion(2)] = "champion" };

        var kept = RevisionPointers.Of(document, new EnvironmentPlaceRequest(new Actor("ann", "test"), 1, named)).ToList();

        kept.Single(x => x.Revision.Number == 2).By.ShouldBe("the registry calls version 2 'champion'");
    }

    /// <summary>Rollback after rollback, each goes where an image is.</summary>
    [Fact]
    public void Pointers_OfAnyHistory_HoldEveryNextWayBack()
    {
        var document = Document(20, [.. Enumerable.Range(1, 20).Select(x => Revision(x))]);
        var kept = Kept(document, waysBack: 10).Select(x => x.Number).ToHashSet();

        for (var i = 0; i < 10; i++)
        {
            var target = document.FindRollbackTarget()!;
            kept.ShouldContain(target.Number);
            document = document.With(target with { Promoted = Noon.AddHours(100 + i) }) with { Stable = target.Number };
        }
    }

    private static List<(int Number, string By)> Kept(EnvironmentDocument document, int waysBack)
    {
        var request = new EnvironmentPlaceRequest(new Actor("ann", "test"), waysBack, new Dictionary<ModelVersion, string>());
        return [.. RevisionPointers.Of(document, request).DistinctBy(x => x.Revision.Number)
            .Select(x => (x.Revision.Number, x.By)).OrderBy(x => x.Number)];
    }

    private static EnvironmentDocument Document(int? stable, params Revision[] revisions) => new()
    {
        Project = "tests",
        Environment = "production",
        Model = ModelName.Parse("loan-default"),
        Revisions = revisions,
        Stable = stable,
    };

    private static Revision Revision(int number, int? minute = null) => new()
    {
        Number = number,
        Image = ImageDigest.Parse($"{Digest.OfText($"{number}")}", null),
        Version = new ModelVersion(number),
        Created = Noon,
        State = RevisionState.Stopped,
        Since = Noon,
        Promoted = Noon.AddMinutes(minute ?? number),
    };
}
