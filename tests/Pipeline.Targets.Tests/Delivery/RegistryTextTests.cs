using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Delivery.Reports;
using Pipeline.Governance.Registry;

namespace Pipeline.Targets.Delivery;

public sealed class RegistryTextTests
{
    private static readonly ModelName Loans = ModelName.Parse("loan-default");
    private static readonly Act Act = new(
        "1", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), new("ada", "test"), "it serves");

    [Fact]
    public void Of_TwoVersions_TellsTheirStateAndTheWayOfTheChampion()
    {
        var (first, second) = (Version(1), Version(2, AliasName.Champion));
        AliasMove[] moves = [Move(null, 1), Move(1, 2)];

        var lines = RegistryText.Of(Loans, at: null, [first, second], moves);

        lines.ShouldBe(
        [
            "loan-default has 2 versions",
            "  version 1  model 6b86b273ff34, run 00000000000000ab, registered 2026-01-02 03:04:05Z by ada",
            "  version 2  champion, model d4735e3a265e, run 00000000000000ab, registered 2026-01-02 03:04:05Z by ada",
            "champion of loan-default",
            "  2026-01-02 03:04:05Z  none -> 1 by ada: it serves",
            "  2026-01-02 03:04:05Z  1 -> 2 by ada: it serves",
        ]);
    }

    [Theory]
    [InlineData(null, "loan-default has no versions yet")]
    [InlineData("2026-01-01", "loan-default has no versions at 2026-01-01")]
    public void Of_NoVersions_SaysSo(string? at, string line) =>
        RegistryText.Of(Loans, at, [], []).ShouldBe([line]);

    private static VersionStatus Version(int number, params AliasName[] aliases) => new(
        new RegisteredVersion(Loans, new ModelVersion(number), Digest.OfText($"{number}"), RunId.Parse("00000000000000ab"), Act),
        aliases,
        []);

    private static AliasMove Move(int? from, int to) =>
        new(Loans, AliasName.Champion, from is { } x ? new ModelVersion(x) : null, new ModelVersion(to), Act);
}
