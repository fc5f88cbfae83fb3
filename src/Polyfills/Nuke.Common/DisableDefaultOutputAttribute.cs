using System;

namespace Nuke.Common;

/// <summary>Switches parts of the console output off; without arguments, all of them.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class DisableDefaultOutputAttribute(params DefaultOutput[] disabledOutputs) : Attribute
{
    public DefaultOutput[] DisabledOutputs { get; } = disabledOutputs is { Length: > 0 }
        ? disabledOutputs
        : Enum.GetValues<DefaultOutput>();

    public virtual bool IsApplicable(INukeBuild build) => true;
}
