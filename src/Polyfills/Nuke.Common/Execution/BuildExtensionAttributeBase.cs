using System;

namespace Nuke.Common.Execution;

/// <summary>A build extension that a build class takes on by an attribute.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class BuildExtensionAttributeBase : Attribute, IBuildExtension
{
    public INukeBuild Build { get; internal set; }

    public virtual float Priority { get; set; }
}
