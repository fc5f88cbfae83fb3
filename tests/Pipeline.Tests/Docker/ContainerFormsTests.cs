using System.Net;
using Docker.DotNet.Models;
using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Environments;
using Pipeline.Environments;

namespace Pipeline.Docker.Containers;

public sealed class ContainerFormsTests
{
    private static readonly ContainerNames Names = new("acme", "production", ModelName.Parse("loan-default"));

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
        CreateContainerParameters[] forms =
        [
            Revision(new ResourceLimits()),
            ContainerForms.Gateway(Names, "gateway", IPEndPoint.Parse("127.0.0.1:8081")),
            ContainerForms.TakeDown(Names, "gateway"),
        ];

        Assert.All(forms, form =>
        {
            form.HostConfig.ReadonlyRootfs.ShouldBeTrue();
            form.HostConfig.CapDrop.ShouldBe(["ALL"]);
            form.HostConfig.SecurityOpt.ShouldBe(["no-new-privileges"]);
            form.HostConfig.Privileged.ShouldBeFalse();
            form.HostConfig.Binds.ShouldBeNull();
            form.HostConfig.Mounts.ShouldAllBe(mount => mount.Type == "volume");
            form.HostConfig.PidsLimit!.Value.ShouldBeGreaterThan(0);
            form.User.ShouldBeNull();
        });
    }

    [Fact]
    public void Revision_Limits_AreTheEnginesOwn()
    {
        var limits = new ResourceLimits { Memory = ByteSize.Parse("512MiB"), Cpus = 1.5, Pids = 200 };

        var host = Revision(limits).HostConfig;

        host.Memory.ShouldBe(512L << 20);
        host.MemorySwap.ShouldBe(host.Memory);
        host.NanoCPUs.ShouldBe(1_500_000_000);
        host.PidsLimit.ShouldBe(200);
    }

    [Fact]
    public void Revision_NoLimits_HasAllThatThereIs()
    {
        var host = Revision(new ResourceLimits()).HostConfig;

        (host.Memory, host.MemorySwap, host.NanoCPUs).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void Revision_Labels_AreItsFacts() => Revision(new ResourceLimits()).Labels.ShouldBe(
        new Dictionary<string, string>
        {
            ["pipeline.project"] = "acme",
            ["pipeline.environment"] = "production",
            ["pipeline.model"] = "loan-default",
            ["pipeline.role"] = "revision",
            ["pipeline.revision"] = "3",
            ["pipeline.version"] = "7",
            ["pipeline.digest"] = Third.Image.ToString(),
        },
        ignoreOrder: true);

    [Fact]
    public void Revision_Secret_IsInNoArgumentAndNoLabel()
    {
        var form = Revision(new ResourceLimits());

        form.Cmd.ShouldNotContain(x => x.Contains("a secret", StringComparison.Ordinal));
        form.Labels.Values.ShouldNotContain(x => x.Contains("a secret", StringComparison.Ordinal));
        form.Env.ShouldBe([$"{ServerLaunch.SecretVariable}=a secret"]);
    }

    [Fact]
    public void Gateway_Published_ListensOnThatAddressAlone()
    {
        var form = ContainerForms.Gateway(Names, "gateway", IPEndPoint.Parse("127.0.0.1:8081"));

        var binding = form.HostConfig.PortBindings.ShouldHaveSingleItem();
        binding.Value.ShouldHaveSingleItem().HostIP.ShouldBe("127.0.0.1");
        binding.Value[0].HostPort.ShouldBe("8081");
        Revision(new ResourceLimits()).HostConfig.PortBindings.ShouldBeNull();
    }

    [Fact]
    public void Names_OfTwoEnvironments_AreNeverTheSame()
    {
        var one = new ContainerNames("a-b", "c", ModelName.Parse("m"));
        var other = new ContainerNames("a", "b-c", ModelName.Parse("m"));

        one.State.ShouldNotBe(other.State);
        one.Network.ShouldNotBe(other.Network);
    }

    [Fact]
    public void Ports_ToTry_AreTheSameEachTimeAndBelowThoseOfTheSystem()
    {
        var ports = Names.PortsToTry(50).ToList();

        ports.ShouldBe(Names.PortsToTry(50));
        ports.Distinct().Count().ShouldBe(50);
        ports.ShouldAllBe(port => port >= 20_000 && port < 30_000);
    }

    private static CreateContainerParameters Revision(ResourceLimits limits) =>
        ContainerForms.Revision(Names, Third, new RevisionStart("image", "a secret", ["--log-keep-hours", "1"], limits));
}
