using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Governance.Registry;

namespace Pipeline.Delivery.Reports;

/// <summary>A model's versions and the way of its champion as lines for a console.</summary>
internal static class RegistryText
{
    /// <param name="model">Whose registry it is.</param>
    /// <param name="at">The moment that was asked for, as it was written; null for now.</param>
    /// <param name="versions">In the order of their numbers.</param>
    /// <param name="moves">Of the champion, oldest first.</param>
    public static IReadOnlyList<string> Of(
        ModelName model, string? at, IReadOnlyList<VersionStatus> versions, IReadOnlyList<AliasMove> moves)
    {
        var when = at is null ? "" : $" at {at}";
        if (versions.Count == 0)
            return [$"{model} has no versions {(at is null ? "yet" : $"at {at}")}"];
        var count = versions.Count == 1 ? "1 version" : $"{versions.Count} versions";
        return
        [
            $"{model} has {count}{when}",
            .. versions.Select(Line),
            .. moves.Count == 0 ? [] : new[] { $"champion of {model}{when}" },
            .. moves.Select(Line),
        ];
    }

    private static string Line(VersionStatus status)
    {
        var (version, aliases) = (status.Registered, string.Concat(status.Aliases.Select(x => $"{x}, ")));
        return $"  version {version.Version}  {aliases}model {version.Digest.Brief}, run {version.Run}, "
            + $"registered {Time(version.Act.Time)} by {version.Act.Actor.Name}";
    }

    private static string Line(AliasMove move) =>
        $"  {Time(move.Act.Time)}  {Name(move.From)} -> {Name(move.To)} by {move.Act.Actor.Name}: {move.Act.Reason}";

    private static string Name(ModelVersion? version) => version is null ? "none" : $"{version}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
