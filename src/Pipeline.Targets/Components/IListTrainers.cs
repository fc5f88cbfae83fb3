using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Says which trainers a manifest may name, and which options each of them has.</summary>
public interface IListTrainers : IHasModel
{
    Target ListTrainers => _ => _
        .Description("Lists trainers and their options")
        .Executes(() => Delivery.ShowTrainers());
}
