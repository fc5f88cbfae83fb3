using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Delivery;
using Pipeline.Environments;

namespace Pipeline.Targets.Delivery;

/// <summary>Environments as they could be.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly Actor Ann = new("ann", "test");

    public static Revision Revision(int number) => new()
    {
        Number = number,
        Image = Image(number),
        Version = new ModelVersion(number),
        Created = Noon,
        State = RevisionState.Stopped,
        Since = Noon,
    };

    public static ImageDigest Image(int number) => ImageDigest.Parse($"{Digest.OfText($"{number}")}", null);

    public static EnvironmentDocument Environment(int? stable, params Revision[] revisions) => new()
    {
        Project = "tests",
        Environment = "production",
        Model = ModelName.Parse("loan-default"),
        Revisions = revisions,
        Stable = stable,
        Address = "127.0.0.1:8081",
    };

    public static AuditEvent Event(string action, int revision, int minute, string reason = "") => AuditEvent.Link(
        new AuditEntry
        {
            Time = Noon.AddMinutes(minute),
            Actor = Ann,
            Action = action,
            Subject = $"loan-default/{revision}",
            Reason = reason,
        },
        null);
}
