using System;

namespace Nuke.Common;

/// <summary>Marks an injected property that is resolved when it is read, not when the build starts.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class OnDemandAttribute : Attribute;
