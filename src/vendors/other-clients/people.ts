/** Somebody in the client's directory, as values of the templates. */
export interface Person {
  userName: string;
  /** The client's own id of the person. */
  ext: string;
  givenName: string;
  familyName: string;
  displayName: string;
  formatted: string;
  email: string;
  title: string;
  department: string;
}

/** What the client knows of a person on the server: nothing (`uid` null) until a search or a create gave an id. */
export interface Account {
  person: Person;
  uid: string | null;
}

/** A group as the client knows it. */
export interface PushedGroup {
  name: string;
  ext: string;
  gid: string | null;
  /** Ids of the members that the client wants in it. */
  members: string[];
}
