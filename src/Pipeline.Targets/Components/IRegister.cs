using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Gives the model its version and keeps everything that belongs to it.</summary>
public interface IRegister : IEvaluate
{
    Target Register => _ => _
        .Description("Registers the model's version")
        .DependsOn<IEvaluate>()
        .Executes(() => Delivery.RegisterAsync(Cancellation));
}
