using System.Text.Json;
using Docker.DotNet.Models;
using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Environments;
using Pipeline.Docker.Containers;
using Pipeline.Environments;

namespace Pipeline.Docker.Swarm;

public sealed class ServiceFormsTests
{
    private static readonly ContainerNames Names = new("acme", "production", ModelName.Parse("loan-default"));
    private static readonly SwarmNode Node = new("node1", "10.0.0.5", LooksAtStarts: true);
    private static readonly SwarmNode OldNode = Node with { LooksAtStarts = false };

    private static readonly Revision Third = new()
    {
        Number = 3,
        Image = new ImageDigest(Digest.OfText("image")),
        Version = ModelVersion.Parse("7"),
        Created = DateTimeOffset.UnixEpoch,
        State = RevisionState.Running,
        Since = DateTimeOffset.UnixEpoch,
    };

    [Fact]
    public void Any_IsConfined()
    {
        ServiceSpec[] forms = [Revision(), ServiceForms.Gateway(Names, "sha256:1", Node, 8081)];

        Assert.All(forms, form =>
        {
            var container = form.TaskTemplate.ContainerSpec;
            container.ReadOnly.ShouldBeTrue();
            container.CapabilityDrop.ShouldBe(["ALL"]);
            container.CapabilityAdd.ShouldBeNull();
            container.User.ShouldBeNull();
            container.Env.ShouldBeNull();
            container.Mounts.ShouldAllBe(mount => mount.Type == "volume" || mount.Type == "tmpfs");
            form.TaskTemplate.Resources.Limits.Pids.ShouldBeGreaterThan(0);
            form.TaskTemplate.RestartPolicy.Condition.ShouldBe("any");
            form.EndpointSpec.Mode.ShouldBe("dnsrr");
        });
    }

    [Fact]
    public void Revision_Limits_AreTheSwarmsOwn()
    {
        var limits = new ResourceLimits { Memory = ByteSize.Parse("512MiB"), Cpus = 1.5, Pids = 200 };

        var asked = Revision(limits: limits).TaskTemplate.Resources.Limits;

        (asked.MemoryBytes, asked.NanoCPUs, asked.Pids).ShouldBe((512L << 20, 1_500_000_000, 200));
    }

    [Fact]
    public void Revision_Secret_IsAFileOfItsUserAndNothingElse()
    {
        var form = Revision();

        JsonSerializer.Serialize(form).ShouldNotContain("a secret");
        var file = form.TaskTemplate.ContainerSpec.Secrets.ShouldHaveSingleItem().File;
        (file.UID, Convert.ToString(file.Mode, 8)).ShouldBe(("10001", "400"));
        form.TaskTemplate.ContainerSpec.Args.ShouldContain($"/run/secrets/{file.Name}");
    }

    [Fact]
    public void Revision_Facts_AreLabelsOfServiceAndContainers()
    {
        var form = Revision();

        foreach (var labels in new[] { form.Labels, form.TaskTemplate.ContainerSpec.Labels })
        {
            labels["pipeline.revision"].ShouldBe("3");
            labels["pipeline.version"].ShouldBe("7");
            labels["pipeline.digest"].ShouldBe(Third.Image.ToString());
        }
    }

    [Fact]
    public void Revision_LoadedImage_StaysOnTheNodeThatHasIt()
    {
        Revision().TaskTemplate.Placement.Constraints.ShouldBe(["node.id==node1"]);
        Revision(place: new ServerPlace(Node, IsAnywhere: true)).TaskTemplate.Placement.Constraints.ShouldBeNull();
    }

    [Fact]
    public void Revision_Update_StartsTheNewBeforeItEndsTheOld()
    {
        var update = Revision().UpdateConfig;

        (update.Order, update.Parallelism, update.FailureAction).ShouldBe(("start-first", 1UL, "rollback"));
    }

    [Fact]
    public void Revision_FormLabel_TellsChangesOfItsServersAlone()
    {
        var form = Revision().Labels[ContainerNames.Form];

        Revision().Labels[ContainerNames.Form].ShouldBe(form);
        Revision(replicas: 3).Labels[ContainerNames.Form].ShouldBe(form);
        Revision(limits: new ResourceLimits { Cpus = 1 }).Labels[ContainerNames.Form].ShouldNotBe(form);
    }

    [Fact]
    public void Health_EngineThatCannotLookOftenAtAStart_IsNotLookedAt()
    {
        Revision().TaskTemplate.ContainerSpec.Healthcheck.Test.ShouldBe(["CMD", "/app/Pipeline.Serving", "health"]);
        Revision(place: new ServerPlace(OldNode, IsAnywhere: false)).TaskTemplate.ContainerSpec.Healthcheck.ShouldBeNull();
    }

    [Fact]
    public void Gateway_IsOneOnTheNodeWithItsVolume()
    {
        var form = ServiceForms.Gateway(Names, "sha256:1", Node, 8081);

        form.Mode.Replicated.Replicas.ShouldBe(1UL);
        form.TaskTemplate.Placement.Constraints.ShouldBe(["node.id==node1"]);
        var port = form.EndpointSpec.Ports.ShouldHaveSingleItem();
        (port.PublishMode, port.PublishedPort, port.TargetPort).ShouldBe(("host", 8081U, 8080U));
        form.TaskTemplate.ContainerSpec.Args.ShouldContain("10.0.0.5:8081");
        Revision().EndpointSpec.Ports.ShouldBeNull();
    }

    [Fact]
    public void Names_ArePossibleInASwarm()
    {
        var longest = new ContainerNames(new string('p', 40), new string('e', 40), ModelName.Parse(new string('m', 20)));
        var other = longest with { Environment = $"{longest.Environment[..39]}x" };
        string[] names =
        [
            Names.Overlay, Names.GatewayService, Names.StateNote, Names.Service(3), Names.SecretName(Digest.OfText("x")),
            longest.Overlay, longest.GatewayService, longest.StateNote, longest.Service(3), longest.Service(4), other.Service(3),
            longest.SecretName(Digest.OfText("x")),
        ];

        names.ShouldBeUnique();
        names.ShouldAllBe(x => x.Length <= 63 && x.All(y => char.IsAsciiLetterOrDigit(y) || y == '-' || y == '_'));
        Names.Service(3).ShouldBe("acme_production_loan-default_3");
    }

    private static ServiceSpec Revision(int? replicas = null, ResourceLimits? limits = null, ServerPlace? place = null) =>
        ServiceForms.Revision(
            Names,
            Third,
            new RevisionStart("sha256:1", "a secret", [], limits ?? new ResourceLimits()) { Replicas = replicas },
            ServiceForms.Secret("id", "name"),
            place ?? new ServerPlace(Node, IsAnywhere: false));
}
