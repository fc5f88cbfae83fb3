using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Deployment.Environments;

public sealed class EnvironmentHealthTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ImageDigest Image = new(Digest.OfText("image"));

    [Fact]
    public void Of_StableOfTheImage_IsHealthySinceItAnswersOrWasStartedAgain()
    {
        EnvironmentHealth.Of(Status(Healthy), Image).ShouldBe(new EnvironmentHealth(Noon.AddMinutes(5)));
        EnvironmentHealth.Of(Status(Healthy with { Since = Noon.AddMinutes(9) }), Image)
            .ShouldBe(new EnvironmentHealth(Noon.AddMinutes(9)));
    }

    [Fact]
    public void Of_NothingOrAnotherImage_DoesNotPassByItself()
    {
        EnvironmentHealth.Of(null, Image).ShouldBe(new EnvironmentHealth(null, "nothing is deployed there"));
        EnvironmentHealth.Of(Status(Healthy), new ImageDigest(Digest.OfText("other")))
            .ShouldBe(new EnvironmentHealth(null, "revision 1 serves another image there"));
        EnvironmentHealth.Of(Status(Healthy) with { Gateway = null }, Image).Trouble.ShouldBe("its gateway does not run");
        var rolling = Status(Healthy);
        EnvironmentHealth.Of(rolling with { Document = rolling.Document with { Candidate = 2 } }, Image).Trouble
            .ShouldBe("revision 2 is being rolled out there");
    }

    [Fact]
    public void Of_ServerThatIsStartedAgain_MayPassByItself() =>
        EnvironmentHealth.Of(Status(Healthy with { Address = null }), Image)
            .ShouldBe(new EnvironmentHealth(null, "revision 1 does not answer", MayPass: true));

    private static Revision Healthy => new()
    {
        Number = 1,
        Image = Image,
        Created = Noon,
        State = RevisionState.Running,
        Since = Noon,
        Promoted = Noon.AddMinutes(5),
        Address = "127.0.0.1:3001",
    };

    private static EnvironmentStatus Status(Revision stable) => new(
        new EnvironmentDocument
        {
            Project = "acme",
            Environment = "staging",
            Model = ModelName.Parse("loan-default"),
            Revisions = [stable],
            Stable = 1,
        },
        Array.Empty<AuditEvent>())
    {
        Gateway = new GatewayDocument
        {
            Process = new ProcessIdentity(1, 1, "test"),
            Admin = "127.0.0.1:1",
            Address = "127.0.0.1:2",
            Started = Noon,
        },
    };
}
