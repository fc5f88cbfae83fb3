namespace Nuke.Common;

/// <summary>A unit of work, declared as a member that configures its definition.</summary>
public delegate ITargetDefinition Target(ITargetDefinition definition);
