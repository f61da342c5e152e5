import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { badRequest, listAnswer, noContent, notFound, withData } from '../answer.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import type { Mount } from '../mount.ts';
import {
  changeTokenSettings,
  newTokenSettings,
  type TokenSettings,
  tokenSettingsView,
} from '../tokens/token-settings.ts';
import { completeLogin } from './login.ts';

interface UserpassUser {
  readonly salt: Buffer;
  passwordHash: Buffer;
  settings: TokenSettings;
}

export class UserpassBackend {
  readonly users = new Map<string, UserpassUser>();
}

/** Letters, digits, `_`, `-`, `.`; not starting with a hyphen or period, not ending with a period (Userpass API). */
const USER_NAME = /^[a-z0-9_](?:[\w.-]*[\w-])?$/i;

function usersOf(mount: Mount | null): Map<string, UserpassUser> {
  if (!(mount?.backend instanceof UserpassBackend)) throw notFound();
  return mount.backend.users;
}

function hash(password: string, salt: Buffer): Buffer {
  // Cheap on purpose: the double holds no real passwords, and suites log in thousands of times.
  return scryptSync(password, salt, 32, { N: 2, r: 1, p: 1 });
}

const writeUser: Handler = (context, { user = '' }) => {
  const users = usersOf(context.mount);
  const name = user.toLowerCase();
  if (!USER_NAME.test(name)) throw badRequest('invalid username');
  const parameters = parametersOf(context);
  const known = users.get(name);
  const password = parameters.string('password');
  if (!known && !password) throw badRequest('missing password');
  const settings = changeTokenSettings(known?.settings ?? newTokenSettings(), parameters);
  const salt = known?.salt ?? randomBytes(8);
  users.set(name, {
    salt,
    passwordHash: password ? hash(password, salt) : (known?.passwordHash ?? Buffer.alloc(0)),
    settings,
  });
  return noContent();
};

const readUser: Handler = (context, { user = '' }) => {
  const found = usersOf(context.mount).get(user.toLowerCase());
  if (!found) throw notFound();
  return withData(tokenSettingsView(found.settings));
};

const changePassword: Handler = (context, { user = '' }) => {
  const found = usersOf(context.mount).get(user.toLowerCase());
  if (!found) throw badRequest('username does not exist');
  const password = parametersOf(context).string('password');
  if (!password) throw badRequest('missing password');
  found.passwordHash = hash(password, found.salt);
  return noContent();
};

const changePolicies: Handler = (context, { user = '' }) => {
  const found = usersOf(context.mount).get(user.toLowerCase());
  if (!found) throw badRequest('username does not exist');
  found.settings = changeTokenSettings(found.settings, parametersOf(context));
  return noContent();
};

const login: Handler = (context, { user = '' }) => {
  const mount = context.mount;
  const name = user.toLowerCase();
  const password = parametersOf(context).string('password');
  if (!password) throw badRequest('missing password');
  const found = usersOf(mount).get(name);
  if (!mount || !found || !timingSafeEqual(found.passwordHash, hash(password, found.salt))) {
    throw badRequest('invalid username or password');
  }
  return completeLogin(context, mount, {
    aliasName: name,
    displayName: `${mount.path.slice(0, -1)}-${name}`,
    metadata: { username: name },
    settings: found.settings,
  });
};

/** The userpass auth method (Vault API documentation, Userpass). */
export const USERPASS_ROUTES: readonly Route[] = [
  { pattern: 'login/:user', handlers: { update: login }, open: ['update'] },
  { pattern: 'users', handlers: { list: ({ mount }) => listAnswer([...usersOf(mount).keys()].sort()) } },
  {
    pattern: 'users/:user',
    handlers: {
      update: writeUser,
      read: readUser,
      delete: ({ mount }, { user = '' }) => {
        usersOf(mount).delete(user.toLowerCase());
        return noContent();
      },
    },
    exists: ({ mount }, { user = '' }) => usersOf(mount).has(user.toLowerCase()),
  },
  { pattern: 'users/:user/password', handlers: { update: changePassword } },
  { pattern: 'users/:user/policies', handlers: { update: changePolicies } },
];
