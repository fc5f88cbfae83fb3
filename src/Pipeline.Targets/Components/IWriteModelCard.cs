using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Writes the model card of the registered version.</summary>
public interface IWriteModelCard : IRegister
{
    Target WriteModelCard => _ => _
        .Description("Writes the model card")
        .DependsOn<IRegister>()
        .Executes(() => Delivery.WriteModelCardAsync(Cancellation));
}
