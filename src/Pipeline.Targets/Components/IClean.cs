using Nuke.Common;
using Nuke.Common.IO;

namespace Pipeline.Targets.Components;

/// <summary>Deletes what compiling wrote; the compiled build itself stays.</summary>
public interface IClean : IHasSolution
{
    Target Clean => _ => _
        .Description("Deletes what Compile and Test wrote")
        .TryBefore<IRestore>()
        .Executes(() => OutputDirectory.DeleteDirectory());
}
