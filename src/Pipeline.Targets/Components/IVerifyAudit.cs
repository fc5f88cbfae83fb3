using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Checks that the journals of the registry and of the environments are as they were written.</summary>
public interface IVerifyAudit : IHasEnvironment
{
    Target VerifyAudit => _ => _
        .Description("Checks the hash chains of the registry's journal and of the environments'")
        .Executes(() => Delivery.VerifyAuditAsync(Cancellation));
}
